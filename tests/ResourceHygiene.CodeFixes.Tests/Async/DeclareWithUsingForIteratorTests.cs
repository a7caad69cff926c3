using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.CodeFixes.Tests.EndToEnd;

namespace ResourceHygiene.CodeFixes.Tests.Async;

/// <summary>RH6003: a using declaration is run when the enumeration stops.</summary>
public sealed class DeclareWithUsingForIteratorTests
{
    [Fact]
    public Task The_release_at_the_end_goes() => Reported<DeclareWithUsingFix>.FixesClass(
        """
        IEnumerable<string?> Lines(string path)
        {
            var reader = {|RH6003:new StreamReader(path)|};
            while (!reader.EndOfStream)
                yield return reader.ReadLine();
            reader.Dispose();
        }
        """,
        """
        IEnumerable<string?> Lines(string path)
        {
            using var reader = new StreamReader(path);
            while (!reader.EndOfStream)
                yield return reader.ReadLine();
        }
        """);

    [Fact]
    public Task Also_where_exceptions_are_asked_about() => Reported<DeclareWithUsingFix>.FixesClass(
        """
        IEnumerable<int> Bytes(string path)
        {
            var file = {|RH6003:File.OpenRead(path)|};
            yield return file.ReadByte();
            file.Close();
        }
        """,
        """
        IEnumerable<int> Bytes(string path)
        {
            using var file = File.OpenRead(path);
            yield return file.ReadByte();
        }
        """,
        exceptions: true);

    [Fact]
    public Task In_an_async_iterator() => Reported<DeclareWithUsingFix>.FixesClass(
        """
        async IAsyncEnumerable<int> Values()
        {
            var resource = {|RH6003:new AsyncResource()|};
            resource.Use();
            yield return 1;
            await resource.DisposeAsync();
        }
        """,
        """
        async IAsyncEnumerable<int> Values()
        {
            await using var resource = new AsyncResource();
            resource.Use();
            yield return 1;
        }
        """);
}
