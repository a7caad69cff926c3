using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Analyzers.Tests.Fuzzing;

/// <summary>
/// Damages C# the way editing does: tokens go missing or come twice, nodes are deleted, moved and replaced by nodes of
/// other files. Every edit is one of text, so that the result is what some file could contain. Depends on nothing but
/// its arguments.
/// </summary>
internal sealed class SourceMutator(Random random, string donor)
{
    private static readonly string[] s_words =
    [
        "null", "default", "this", "base", "await", "yield return", "using", "out", "ref", "new()", "_", "var", "static", "async", "is not", "switch { _ => ", "??=", "!", "?.",
        "=> ", "{", "}", "(", ")", ";", "goto", "throw", "return", "checked(", "stackalloc", "fixed", "nameof(", "params", "dynamic", "__arglist", "[]", "..", "with { }", "else", "finally { }",
    ];

    private readonly SyntaxNode _donor = Parse(donor);

    /// <summary>The text after one to five edits; now and then cut off instead.</summary>
    public string Mutate(string text)
    {
        int edits = random.Next(1, 6);
        for (int i = 0; i < edits; i++)
            text = MutateOnce(text);
        return text;
    }

    private static SyntaxNode Parse(string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();

    private string MutateOnce(string text)
    {
        SyntaxNode root = Parse(text);
        SyntaxToken[] tokens = [.. root.DescendantTokens().Where(static token => token.Span.Length > 0)];
        if (tokens.Length < 2)
            return text;
        return random.Next(16) switch
        {
            0 => Replace(text, Pick(tokens).Span, ""),
            1 => Duplicate(text, Pick(tokens).Span),
            2 => Swap(text, Pick(tokens).Span, Pick(tokens).Span),
            3 => Replace(text, Pick(tokens).Span, Pick(s_words)),
            4 => ReplaceIdentifier(text, tokens),
            5 => random.Next(3) == 0 ? text[..Pick(tokens).Span.End] : ReplaceIdentifier(text, tokens),
            6 or 7 => Delete(text, root),
            8 => DuplicateNode(text, root),
            9 or 10 => SwapNodes(text, root),
            11 or 12 => Splice(text, root, _donor),
            13 => Splice(text, root, root),
            14 => RemoveUsings(text, root),
            _ => WrapStatement(text, root),
        };
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private static string Replace(string text, TextSpan span, string replacement) => string.Concat(text.AsSpan(0, span.Start), replacement, text.AsSpan(span.End));

    private static string Duplicate(string text, TextSpan span) => string.Concat(text.AsSpan(0, span.End), " ", text.AsSpan(span.Start));

    private static string Swap(string text, TextSpan left, TextSpan right)
    {
        if (left.OverlapsWith(right))
            return text;
        (TextSpan first, TextSpan second) = left.Start < right.Start ? (left, right) : (right, left);
        string before = text.Substring(first.Start, first.Length);
        return Replace(Replace(text, second, before), first, text.Substring(second.Start, second.Length));
    }

    private string ReplaceIdentifier(string text, SyntaxToken[] tokens)
    {
        SyntaxToken[] identifiers = [.. tokens.Where(static token => token.IsKind(SyntaxKind.IdentifierToken))];
        return identifiers is [] ? text : Replace(text, Pick(identifiers).Span, random.Next(4) == 0 ? "Unknown" : Pick(identifiers).Text);
    }

    private string Delete(string text, SyntaxNode root) => Kindred(root) is [_, ..] nodes ? Replace(text, Pick(nodes).Span, "") : text;

    private string DuplicateNode(string text, SyntaxNode root) => Kindred(root) is [_, ..] nodes ? Duplicate(text, Pick(nodes).Span) : text;

    private string SwapNodes(string text, SyntaxNode root) => Kindred(root) is [_, _, ..] nodes ? Swap(text, Pick(nodes).Span, Pick(nodes).Span) : text;

    // Takes a node's place by one of the same category, so that much of the result still parses and some of it binds.
    private string Splice(string text, SyntaxNode root, SyntaxNode source)
    {
        Func<SyntaxNode, bool> category = Category();
        SyntaxNode[] targets = [.. root.DescendantNodes().Where(category)];
        SyntaxNode[] pieces = [.. source.DescendantNodes().Where(category).Where(static node => node.Span.Length < 2_000)];
        return targets is [] || pieces is [] ? text : Replace(text, Pick(targets).Span, Pick(pieces).ToString());
    }

    private string RemoveUsings(string text, SyntaxNode root)
    {
        UsingDirectiveSyntax[] usings = [.. root.DescendantNodes().OfType<UsingDirectiveSyntax>()];
        return usings is [] ? Delete(text, root) : Replace(text, TextSpan.FromBounds(usings[random.Next(usings.Length)].SpanStart, usings[^1].Span.End), "");
    }

    // Statements in places where their effects are conditional, repeated, deferred, or never come.
    private string WrapStatement(string text, SyntaxNode root)
    {
        StatementSyntax[] statements = [.. root.DescendantNodes().OfType<StatementSyntax>()];
        if (statements is [])
            return text;
        TextSpan span = Pick(statements).Span;
        string statement = text.Substring(span.Start, span.Length);
        string wrapped = random.Next(12) switch
        {
            0 => $"if (flag) {{ {statement} }}",
            1 => $"while (flag) {{ {statement} }}",
            2 => $"try {{ {statement} }} finally {{ }}",
            3 => $"try {{ }} finally {{ {statement} }}",
            4 => $"try {{ {statement} }} catch when (flag) {{ {statement} throw; }}",
            5 => $"foreach (var each in new[] {{ 1 }}) {{ {statement} continue; }}",
            6 => $"void Local() {{ {statement} }} Local();",
            7 => $"Action later = () => {{ {statement} }};",
            8 => $"switch (flag) {{ case true: {statement} break; default: goto case true; }}",
            9 => $"again: {statement} if (flag) goto again;",
            10 => $"do {{ try {{ {statement} break; }} catch {{ continue; }} }} while (true);",
            _ => $"lock (this) {{ using (null) {{ {statement} }} }} return;",
        };
        return Replace(text, span, wrapped);
    }

    private SyntaxNode[] Kindred(SyntaxNode root) => [.. root.DescendantNodes().Where(Category())];

    private Func<SyntaxNode, bool> Category() => random.Next(9) switch
    {
        0 or 1 => static node => node is StatementSyntax,
        2 or 3 => static node => node is ExpressionSyntax,
        4 => static node => node is ArgumentSyntax,
        5 => static node => node is TypeSyntax,
        6 => static node => node is MemberDeclarationSyntax,
        7 => static node => node is PatternSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax or FinallyClauseSyntax or ElseClauseSyntax,
        _ => static node => node is ParameterSyntax or AttributeListSyntax or TypeParameterListSyntax or ParameterListSyntax or BlockSyntax,
    };
}
