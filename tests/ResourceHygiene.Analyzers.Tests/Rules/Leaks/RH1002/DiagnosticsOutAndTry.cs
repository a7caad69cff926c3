namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>What an out parameter brings belongs to the caller where the method says true.</summary>
public sealed class DiagnosticsOutAndTry
{
    private const string TryOpen =
        """
        static bool TryOpen(string path, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Stream? stream)
        {
            stream = null;
            if (!File.Exists(path))
                return false;
            stream = File.OpenRead(path);
            return true;
        }

        """;

    [Fact]
    public Task Lost_where_it_was_opened() => LeakCode.InClass(
        TryOpen +
        """
        void M(string path)
        {
            if (TryOpen(path, {|RH1002:out var stream|}))
            {
                if (stream.Length == 0)
                    return;
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task Lost_after_the_failure_has_left() => LeakCode.InClass(
        TryOpen +
        """
        int M(string path)
        {
            if (!TryOpen(path, {|RH1002:out var stream|}))
                return -1;
            if (stream.Length == 0)
                return 0;
            int first = stream.ReadByte();
            stream.Dispose();
            return first;
        }
        """);

    [Fact]
    public Task The_answer_is_kept_in_a_bool() => LeakCode.InClass(
        TryOpen +
        """
        void M(string path, bool flag)
        {
            bool isOpen = TryOpen(path, {|RH1002:out Stream? stream|});
            if (isOpen && flag)
                stream!.Dispose();
        }
        """);

    [Fact]
    public Task Released_on_the_wrong_answer() => LeakCode.InClass(
        TryOpen +
        """
        void M(string left, string right)
        {
            if (!TryOpen(left, {|RH1002:out var first|}))
                return;
            if (!TryOpen(right, out var second))
                return;
            second.Dispose();
            first.Dispose();
        }
        """);

    [Fact]
    public Task Put_into_an_out_parameter_on_one_path_only() => LeakCode.InClass(
        """
        bool TryOpen(string path, out Stream? result)
        {
            result = null;
            var stream = {|RH1002:File.OpenRead(path)|};
            if (stream.Length == 0)
                return false;
            result = stream;
            return true;
        }
        """);

    [Fact]
    public Task Released_only_when_the_parsing_went_well() => LeakCode.InMethod(
        """
        var reader = {|RH1002:new StreamReader(path)|};
        if (int.TryParse(reader.ReadLine(), out int number))
        {
            Console.WriteLine(number);
            reader.Dispose();
        }
        """);

    [Fact]
    public Task An_existing_mutex() => LeakCode.InMethod(
        """
        if (!Mutex.TryOpenExisting(path, {|RH1002:out Mutex? mutex|}))
            return;
        if (!mutex.WaitOne(10))
            return;
        mutex.ReleaseMutex();
        mutex.Dispose();
        """);
}
