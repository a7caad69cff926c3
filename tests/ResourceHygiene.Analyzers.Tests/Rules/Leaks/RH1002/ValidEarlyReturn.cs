namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Early ways out that owe nothing.</summary>
public sealed class ValidEarlyReturn
{
    [Fact]
    public Task Before_the_acquisition() => LeakCode.InMethod(
        """
        if (!File.Exists(path))
            return;
        var stream = File.OpenRead(path);
        stream.ReadByte();
        stream.Dispose();
        """);

    [Fact]
    public Task After_the_release() => LeakCode.InMethod(
        """
        var stream = File.OpenRead(path);
        int first = stream.ReadByte();
        stream.Dispose();
        if (first < 0)
            return;
        Console.WriteLine(first);
        """);

    [Fact]
    public Task Each_way_out_releases() => LeakCode.InMethod(
        """
        var stream = File.OpenRead(path);
        if (stream.Length == 0)
        {
            stream.Dispose();
            return;
        }

        stream.ReadByte();
        stream.Dispose();
        """);

    [Fact]
    public Task Returned_on_several_paths() => LeakCode.InClass(
        """
        Stream Open(string path, bool isBuffered)
        {
            var stream = File.OpenRead(path);
            if (isBuffered)
                return new BufferedStream(stream);
            return stream;
        }
        """);

    [Fact]
    public Task Out_of_a_using() => LeakCode.InMethod(
        """
        using var stream = File.OpenRead(path);
        if (stream.Length == 0)
            return;
        stream.ReadByte();
        """);

    [Fact]
    public Task When_the_factory_had_nothing_to_give() => LeakCode.InClass(
        """
        static Stream? Open(string path) => File.Exists(path) ? File.OpenRead(path) : null;

        void M(string path)
        {
            var stream = Open(path);
            if (stream == null)
                return;
            stream.ReadByte();
            stream.Dispose();
        }
        """);

    [Fact]
    public Task A_process_that_was_not_started() => LeakCode.InMethod(
        """
        var process = System.Diagnostics.Process.Start(path);
        if (process is null)
            return;
        process.WaitForExit();
        process.Dispose();
        """);
}
