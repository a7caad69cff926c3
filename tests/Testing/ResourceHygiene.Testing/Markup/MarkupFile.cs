using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Testing;

/// <summary>A marked stretch of a test source. <see cref="Key"/> is a diagnostic id, a marker (<c>#0</c>), or null for <c>[|...|]</c>.</summary>
public readonly record struct MarkupSpan(string? Key, TextSpan Span);

/// <summary>
/// A test source with its markup taken out: <c>[|...|]</c> marks the default diagnostic, <c>{|ID:...|}</c> a diagnostic
/// by id, <c>{|#0:...|}</c> a location to be named in an explicit <see cref="DiagnosticResult"/>. Spans nest.
/// </summary>
public sealed record MarkupFile(string Path, string Text, ImmutableArray<MarkupSpan> Spans)
{
    /// <exception cref="VerificationException">The markup is not balanced.</exception>
    public static MarkupFile Parse(string path, string markup)
    {
        StringBuilder text = new(markup.Length);
        Stack<(char Kind, string? Key, int Start)> open = new();
        var spans = ImmutableArray.CreateBuilder<MarkupSpan>();

        for (int i = 0; i < markup.Length;)
        {
            char next = i + 1 < markup.Length ? markup[i + 1] : '\0';
            if (markup[i] == '[' && next == '|')
            {
                open.Push(('[', null, text.Length));
                i += 2;
            }
            else if (markup[i] == '{' && next == '|')
            {
                int colon = markup.IndexOf(':', i);
                if (colon < 0)
                    throw Unbalanced(path, "'{|' without an id and ':'", text);

                open.Push(('{', markup[(i + 2)..colon], text.Length));
                i = colon + 1;
            }
            else if (markup[i] == '|' && next is ']' or '}' && IsClose(open, next))
            {
                (_, string? key, int start) = open.Pop();
                spans.Add(new MarkupSpan(key, TextSpan.FromBounds(start, text.Length)));
                i += 2;
            }
            else
            {
                text.Append(markup[i++]);
            }
        }

        if (open.Count > 0)
            throw Unbalanced(path, $"'{open.Peek().Kind}|' is never closed", text);

        spans.Sort(static (a, b) => a.Span.CompareTo(b.Span));
        return new MarkupFile(path, text.ToString(), spans.ToImmutable());
    }

    // '|]' and '|}' occur in code (a list pattern, a bit-or before a brace in odd formatting), so a close counts only for the innermost open.
    private static bool IsClose(Stack<(char Kind, string? Key, int Start)> open, char close) =>
        open.TryPeek(out var top) && top.Kind == (close == ']' ? '[' : '{');

    private static VerificationException Unbalanced(string path, string what, StringBuilder textBefore) =>
        new($"Markup in {path}: {what} (line {textBefore.ToString().Count(static c => c == '\n') + 1}).");
}
