using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Analyzers.Tests.Fuzzing;

/// <summary>Makes a failing source small: takes away whatever can go while it still fails, the largest pieces first.</summary>
internal sealed class SourceMinimizer(Func<string, Task<bool>> failsAsync, int budget = 3_000)
{
    private int _left = budget;

    public async Task<string> MinimizeAsync(string text)
    {
        for (string before = ""; before != text && _left > 0;)
        {
            before = text;
            text = await WithoutAsync(text, static root => root.DescendantNodes().Where(static node => node is MemberDeclarationSyntax or UsingDirectiveSyntax));
            text = await WithoutAsync(text, static root => root.DescendantNodes().OfType<StatementSyntax>());
            text = await WithoutAsync(text, static root => root.DescendantNodes().Where(static node => node is not (StatementSyntax or MemberDeclarationSyntax)));
            text = await WithoutTokensAsync(text);
            text = await WithoutBlankLinesAsync(text);
        }

        return text;
    }

    private async Task<string> WithoutAsync(string text, Func<SyntaxNode, IEnumerable<SyntaxNode>> candidates)
    {
        for (bool shrunk = true; shrunk;)
        {
            shrunk = false;
            foreach (TextSpan span in candidates(CSharpSyntaxTree.ParseText(text).GetRoot()).Select(static node => node.FullSpan).OrderByDescending(static span => span.Length).ToArray())
            {
                if (await TryAsync(text, span) is { } smaller)
                {
                    text = smaller;
                    shrunk = true;
                    break;
                }
            }
        }

        return text;
    }

    private async Task<string> WithoutTokensAsync(string text)
    {
        // From the end, so that the spans of what is still to be tried stay right.
        foreach (TextSpan span in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens().Select(static token => token.FullSpan).Reverse().ToArray())
            text = await TryAsync(text, span) ?? text;
        return text;
    }

    private async Task<string> WithoutBlankLinesAsync(string text)
    {
        string dense = string.Join('\n', text.Split('\n').Where(static line => !string.IsNullOrWhiteSpace(line)));
        return dense != text && _left > 0 && await failsAsync(dense) ? dense : text;
    }

    private async Task<string?> TryAsync(string text, TextSpan span)
    {
        if (span.Length == 0 || span.End > text.Length || _left-- <= 0)
            return null;
        string smaller = text.Remove(span.Start, span.Length);
        return await failsAsync(smaller) ? smaller : null;
    }
}
