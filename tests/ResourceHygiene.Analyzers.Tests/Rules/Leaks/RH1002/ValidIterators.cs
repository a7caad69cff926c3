namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Iterators that release on every way out.</summary>
public sealed class ValidIterators
{
    [Fact]
    public Task A_using_around_the_yields() => LeakCode.InClass(
        """
        IEnumerable<string> Lines(string path)
        {
            using var reader = new StreamReader(path);
            while (reader.ReadLine() is { } line)
            {
                if (line.Length == 0)
                    yield break;
                yield return line;
            }
        }
        """);

    [Fact]
    public Task Released_before_the_first_yield() => LeakCode.InClass(
        """
        IEnumerable<int> Numbers(string path)
        {
            var reader = new StreamReader(path);
            string text = reader.ReadToEnd();
            reader.Dispose();
            if (text.Length == 0)
                yield break;
            yield return text.Length;
        }
        """);

    [Fact]
    public Task A_finally_around_the_yields() => LeakCode.InClass(
        """
        async IAsyncEnumerable<string> Lines(string path)
        {
            var reader = new StreamReader(path);
            try
            {
                while (await reader.ReadLineAsync() is { } line)
                    yield return line;
            }
            finally
            {
                reader.Dispose();
            }
        }
        """);
}
