using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>Names for variables that a fix introduces.</summary>
internal static class FreeName
{
    /// <summary>The stem as a variable name, with a number where something in the member has that name already.</summary>
    public static string For(string stem, SyntaxNode at, SemanticModel model)
    {
        string plain = stem.Length == 0 ? "value" : char.ToLowerInvariant(stem[0]) + stem.Substring(1);
        if (SyntaxFacts.GetKeywordKind(plain) != SyntaxKind.None)
            plain += "Value";
        SyntaxNode member = at.FirstAncestorOrSelf<MemberDeclarationSyntax>(static node => node is not GlobalStatementSyntax) ?? at.SyntaxTree.GetRoot();
        var taken = new HashSet<string>(
            member.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken) && !IsLabelOfArgument(token)).Select(static token => token.ValueText)
                .Concat(model.LookupSymbols(at.SpanStart).Where(static symbol => symbol is ILocalSymbol or IParameterSymbol).Select(static symbol => symbol.Name)),
            StringComparer.Ordinal);
        string name = plain;
        for (int number = 2; taken.Contains(name); number++)
            name = plain + number;
        return name;
    }

    // settings: Load(path) names a parameter of another method.
    private static bool IsLabelOfArgument(SyntaxToken token) => token.Parent?.Parent is NameColonSyntax;
}
