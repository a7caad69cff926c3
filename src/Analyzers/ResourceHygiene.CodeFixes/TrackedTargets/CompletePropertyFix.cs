using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.TrackedTargets;

/// <summary>RH8005: makes a property one that can be tracked: partial, nullable, with both accessors.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CompletePropertyFix))]
[Shared]
public sealed class CompletePropertyFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.UnsupportedTrackedProperty);

    // Readers of a property that may now be null must be asked too.
    private protected override SyntaxNode? ChangedPart(FixTarget target) => target.Root;

    private protected override bool IsLeftToGenerator(Diagnostic complaint) => GeneratedMembers.IsMissingProperty(complaint);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { ExplicitInterfaceSpecifier: null, Initializer: null, AccessorList.Accessors: var accessors } property
            || target.Model.GetDeclaredSymbol(property, target.Cancellation) is not { IsStatic: false, Type: { IsReferenceType: true } } symbol
            || accessors.Any(static accessor => accessor.Body is not null || accessor.ExpressionBody is not null))
        {
            yield break;
        }

        PropertyDeclarationSyntax changed = property;
        List<string> done = [];
        if (!property.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            changed = ModifierEdits.Add(changed, SyntaxKind.PartialKeyword);
            done.Add("partial");
        }

        if (symbol.NullableAnnotation == NullableAnnotation.NotAnnotated && property.Type is not NullableTypeSyntax)
        {
            changed = changed.WithType(SyntaxFactory.NullableType(changed.Type.WithoutTrivia()).WithTriviaFrom(changed.Type));
            done.Add("nullable");
        }

        if (!accessors.Any(static accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration)))
        {
            AccessorDeclarationSyntax getter = changed.AccessorList!.Accessors[0];
            AccessorDeclarationSyntax setter = SyntaxFactory.AccessorDeclaration(SyntaxKind.SetAccessorDeclaration)
                .WithModifiers(property.Modifiers.Any(SyntaxKind.PrivateKeyword) || property.Modifiers.Count == 0 ? default : SyntaxFactory.TokenList(SyntaxFactory.Token(SyntaxKind.PrivateKeyword).WithTrailingTrivia(SyntaxFactory.Space)))
                .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken))
                .WithLeadingTrivia(getter.GetLeadingTrivia())
                .WithTrailingTrivia(getter.GetTrailingTrivia());
            changed = changed.WithAccessorList(changed.AccessorList.AddAccessors(setter));
            done.Add("settable");
        }

        if (done.Count > 0)
            yield return new ProposedFix($"Make '{symbol.Name}' {string.Join(" and ", done)}", target.Root.ReplaceNode(property, changed));
    }
}
