namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3005;

/// <summary>The object itself says whether it is alive; and what keeps it is released with it.</summary>
public sealed class ValidSignsOfLife
{
    [Fact]
    public Task A_socket_that_is_kept_only_if_it_is_connected() => ReleaseCode.InClass(
        """
        private Socket? _socket;
        bool M(Socket socket, EndPoint end)
        {
            try { socket.Connect(end); }
            catch (SocketException) { socket.Dispose(); }
            if (!socket.Connected)
                return false;
            _socket = socket;
            return true;
        }
        """);

    [Fact]
    public Task A_reader_that_is_stored_and_released_in_the_same_finally() => ReleaseCode.InClass(
        """
        private StreamReader? _reader;
        void M(string path)
        {
            FileStream? file = null;
            try
            {
                file = File.OpenRead(path);
                _reader = new StreamReader(file);
                Parse();
            }
            finally
            {
                file?.Dispose();
                _reader?{|RH3002:.Dispose()|};
            }
        }
        private void Parse() => _reader!.ReadLine();
        """);
}
