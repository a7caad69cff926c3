using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Testing.Tests.Markup;

public sealed class MarkupFileTests
{
    [Fact]
    public void Spans_count_in_the_text_without_markup()
    {
        MarkupFile file = MarkupFile.Parse("a.cs", "ab[|cd|]ef{|X1:gh|}");

        Assert.Equal("abcdefgh", file.Text);
        Assert.Equal([new MarkupSpan(null, new TextSpan(2, 2)), new MarkupSpan("X1", new TextSpan(6, 2))], file.Spans.AsEnumerable());
    }

    [Fact]
    public void Spans_nest_and_touch()
    {
        MarkupFile file = MarkupFile.Parse("a.cs", "{|A:x[|y|]{|B:|}|}");

        Assert.Equal("xy", file.Text);
        Assert.Equal(
            [new MarkupSpan("A", new TextSpan(0, 2)), new MarkupSpan(null, new TextSpan(1, 1)), new MarkupSpan("B", new TextSpan(2, 0))],
            file.Spans.AsEnumerable());
    }

    [Fact]
    public void A_close_that_nothing_opened_is_code() =>
        Assert.Equal("{ x |} y |]", MarkupFile.Parse("a.cs", "{ x |} y |]").Text);

    [Theory]
    [InlineData("a\nb[|c", "'[|' is never closed (line 2)")]
    [InlineData("{|A:x", "'{|' is never closed")]
    [InlineData("{|x|}", "without an id")]
    [InlineData("[|{|A:x|]|}", "never closed")]
    public void Unbalanced_markup_fails(string markup, string message) =>
        Failure.Expect(() => MarkupFile.Parse("a.cs", markup), message);
}
