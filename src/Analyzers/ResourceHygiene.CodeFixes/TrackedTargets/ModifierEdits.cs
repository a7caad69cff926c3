using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.CodeFixes.TrackedTargets;

/// <summary>Adds and takes away modifiers, with comments staying where they are.</summary>
internal static class ModifierEdits
{
    private static readonly SyntaxKind[] s_access = [SyntaxKind.PublicKeyword, SyntaxKind.InternalKeyword, SyntaxKind.ProtectedKeyword, SyntaxKind.PrivateKeyword];

    /// <summary>Puts a modifier behind all others, where <c>partial</c> has to be.</summary>
    public static T Add<T>(T member, SyntaxKind kind)
        where T : MemberDeclarationSyntax
    {
        SyntaxToken modifier = SyntaxFactory.Token(kind).WithTrailingTrivia(SyntaxFactory.Space);
        if (member.Modifiers.Count > 0)
            return (T)member.WithModifiers(member.Modifiers.Add(modifier));

        // It becomes the first word of the declaration, or the first behind its attributes.
        SyntaxToken first = FirstWord(member);
        T rest = member.ReplaceToken(first, first.WithLeadingTrivia());
        return (T)rest.WithModifiers(SyntaxFactory.TokenList(modifier.WithLeadingTrivia(first.LeadingTrivia)));
    }

    /// <summary>Gives the member another accessibility, said with one word.</summary>
    public static T WithAccess<T>(T member, SyntaxKind kind)
        where T : MemberDeclarationSyntax
    {
        SyntaxToken word = SyntaxFactory.Token(kind);
        SyntaxToken[] present = [.. member.Modifiers.Where(static modifier => s_access.Contains(modifier.Kind()))];
        if (present.Length > 0)
        {
            IEnumerable<SyntaxToken> kept = member.Modifiers.Where(modifier => modifier == present[0] || !present.Contains(modifier));
            return (T)member.WithModifiers(SyntaxFactory.TokenList(kept.Select(modifier => modifier == present[0] ? word.WithTriviaFrom(modifier) : modifier)));
        }

        SyntaxToken first = member.Modifiers.Count > 0 ? member.Modifiers[0] : FirstWord(member);
        T rest = member.ReplaceToken(first, first.WithLeadingTrivia());
        return (T)rest.WithModifiers(rest.Modifiers.Insert(0, word.WithLeadingTrivia(first.LeadingTrivia).WithTrailingTrivia(SyntaxFactory.Space)));
    }

    private static SyntaxToken FirstWord(MemberDeclarationSyntax member) => member.AttributeLists.Count > 0
        ? member.AttributeLists.Last().GetLastToken().GetNextToken()
        : member.GetFirstToken();
}
