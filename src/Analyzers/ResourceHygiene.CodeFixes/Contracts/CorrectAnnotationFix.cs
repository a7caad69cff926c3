using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Contracts;

/// <summary>RH7002: makes the annotation say what the body does, or takes it away.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CorrectAnnotationFix))]
[Shared]
public sealed class CorrectAnnotationFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.AnnotationContradictsBody);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (!target.Diagnostic.Properties.TryGetValue("replacement", out string? replacement) || replacement is null
            || target.Node.FirstAncestorOrSelf<AttributeSyntax>() is not { Parent: AttributeListSyntax list } attribute)
        {
            yield break;
        }

        if (replacement.Length > 0)
            yield return new ProposedFix($"Write [{replacement}]", target.Root.ReplaceNode(attribute, Renamed(attribute, replacement)));
        else
            yield return new ProposedFix("Remove the annotation", Removed(target.Root, attribute, list));
    }

    // As qualified as it was; arguments of the old annotation mean nothing to the new one.
    private static AttributeSyntax Renamed(AttributeSyntax attribute, string name)
    {
        SimpleNameSyntax simple = SyntaxFactory.IdentifierName(name);
        NameSyntax renamed = attribute.Name switch
        {
            QualifiedNameSyntax qualified => qualified.WithRight(simple),
            AliasQualifiedNameSyntax aliased => aliased.WithName(simple),
            _ => simple,
        };
        return attribute.WithName(renamed.WithTriviaFrom(attribute.Name)).WithArgumentList(null);
    }

    private static SyntaxNode Removed(SyntaxNode root, AttributeSyntax attribute, AttributeListSyntax list)
    {
        if (list.Attributes.Count > 1)
            return root.RemoveNode(attribute, SyntaxRemoveOptions.KeepNoTrivia)!;
        // What documents the member stands in front of its first annotation.
        SyntaxToken next = list.GetLastToken().GetNextToken();
        SyntaxNode without = root.ReplaceToken(next, next.WithLeadingTrivia(list.GetLeadingTrivia()));
        SyntaxNode moved = without.FindToken(list.SpanStart).Parent!.FirstAncestorOrSelf<AttributeListSyntax>()!;
        return without.RemoveNode(moved, SyntaxRemoveOptions.KeepNoTrivia)!;
    }
}
