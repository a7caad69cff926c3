namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>A field that is used after this method released what it holds.</summary>
public sealed class DiagnosticsFields
{
    [Fact]
    public Task Released_and_used() => ReleaseCode.InClass(
        """
        private FileStream _stream = File.OpenRead("a");

        int M()
        {
            _stream.Dispose();
            return {|RH3003:_stream|}.ReadByte();
        }
        """);

    [Fact]
    public Task A_static_field() => ReleaseCode.InClass(
        """
        private static Resource s_shared = new();

        static void Shutdown()
        {
            s_shared.Dispose();
            {|RH3003:s_shared|}.Use();
        }
        """);

    [Fact]
    public Task In_dispose_itself() => ReleaseCode.InFile(
        """
        sealed class Log : IDisposable
        {
            private readonly StreamWriter _writer = new("log");

            public void Dispose()
            {
                _writer.Dispose();
                {|RH3003:_writer|}.WriteLine("closed");
            }
        }
        """);

    [Fact]
    public Task Reassigned_too_late() => ReleaseCode.InClass(
        """
        private FileStream _stream = File.OpenRead("a");

        void Reopen(string path)
        {
            _stream.Dispose();
            {|RH3003:_stream|}.ReadByte();
            _stream = File.OpenRead(path);
        }
        """);

    [Fact]
    public Task The_stream_of_a_writer() => ReleaseCode.InFile(
        """
        sealed class Log : IDisposable
        {
            private FileStream _stream = File.Create("log");

            public void Dispose()
            {
                var writer = new StreamWriter(_stream);
                writer.Dispose();
                {|RH3003:_stream|}.Flush();
            }
        }
        """);
}
