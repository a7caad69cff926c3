namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Iterators leave by yield break, too.</summary>
public sealed class DiagnosticsIterators
{
    [Fact]
    public Task Yield_break_before_the_release() => LeakCode.InClass(
        """
        IEnumerable<string> Lines(string path)
        {
            var reader = {|RH1002:new StreamReader(path)|};
            if (reader.ReadLine() is not { } header)
                yield break;
            Console.WriteLine(header);
            reader.Dispose();
        }
        """);

    [Fact]
    public Task One_that_is_not_yielded() => LeakCode.InClass(
        """
        IEnumerable<Stream> OpenAll(string[] paths)
        {
            foreach (string path in paths)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                if (stream.Length > 0)
                    yield return stream;
            }
        }
        """);

    [Fact]
    public Task An_asynchronous_iterator() => LeakCode.InClass(
        """
        async IAsyncEnumerable<int> Numbers(string path)
        {
            var reader = {|RH1002:new StreamReader(path)|};
            string? line = await reader.ReadLineAsync();
            if (line == null)
                yield break;
            reader.Dispose();
            yield return line.Length;
        }
        """);
}
