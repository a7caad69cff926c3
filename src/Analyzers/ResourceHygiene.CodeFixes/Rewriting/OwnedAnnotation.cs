using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary><c>[Owned]</c>, written so that it means ours.</summary>
internal static class OwnedAnnotation
{
    private const string Annotation = "Owned";

    /// <summary>A member with the annotation on a line of its own, between what documents the member and the member.</summary>
    public static MemberDeclarationSyntax On(MemberDeclarationSyntax member, FixTarget target, AttributeTargetSpecifierSyntax? specifier = null)
    {
        SyntaxTriviaList leading = member.GetLeadingTrivia();
        int last = leading.Count - 1;
        SyntaxTriviaList indentation = last >= 0 && leading[last].IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(leading[last]) : SyntaxTriviaList.Empty;
        AttributeListSyntax list = SyntaxFactory.AttributeList(specifier, SyntaxFactory.SingletonSeparatedList(At(member.SpanStart, target)));
        MemberDeclarationSyntax rest = member.WithLeadingTrivia(indentation);
        return rest.WithAttributeLists(rest.AttributeLists.Insert(0, list.WithLeadingTrivia(leading).WithTrailingTrivia(StatementEdits.EndOfLine(target.Root))));
    }

    /// <summary>Fully qualified where the file does not import our namespace, or knows another attribute by that name.</summary>
    public static AttributeSyntax At(int position, FixTarget target)
    {
        ImmutableArray<ISymbol> known = target.Model.LookupNamespacesAndTypes(position, name: Annotation + "Attribute");
        bool isImported = known is [INamedTypeSymbol only] && only.ToDisplayString() == WellKnownNames.OwnedAttribute;
        bool isShadowed = !target.Model.LookupNamespacesAndTypes(position, name: Annotation).IsEmpty;
        return SyntaxFactory.Attribute(SyntaxFactory.ParseName(isImported && !isShadowed ? Annotation : "global::ResourceHygiene." + Annotation));
    }
}
