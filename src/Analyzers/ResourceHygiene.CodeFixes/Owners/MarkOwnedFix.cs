using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Owners;

/// <summary>RH2006: says that the type owns what it releases after all. Where an annotation says the opposite, that has to be changed instead.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkOwnedFix))]
[Shared]
public sealed class MarkOwnedFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.ForeignReleased);

    private protected override CodeActionPriority Priority => CodeActionPriority.Low;

    private protected override SyntaxNode? ChangedPart(FixTarget target) => target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node is not ExpressionSyntax place || target.Model.GetSymbolInfo(place, target.Cancellation).Symbol is not (IFieldSymbol or IPropertySymbol) and not null
            || target.Model.GetSymbolInfo(place, target.Cancellation).Symbol is not { } member || IsBorrowed(member.GetAttributes())
            || member.ContainingType.InstanceConstructors.SelectMany(static constructor => constructor.Parameters).Any(parameter => IsBorrowed(parameter.GetAttributes()) && SymbolEqualityComparer.Default.Equals(parameter.Type, TypeOf(member)))
            || DeclarationOf(member, target) is not { } declaration)
        {
            yield break;
        }

        yield return new ProposedFix($"Mark '{member.Name}' as [Owned]", target.Root.ReplaceNode(declaration, OwnedAnnotation.On(declaration, target)));
    }

    // In this document; of several fields that one declaration names, only all could be marked.
    private static MemberDeclarationSyntax? DeclarationOf(ISymbol member, FixTarget target) =>
        member.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && reference.SyntaxTree == target.Root.SyntaxTree
            && reference.GetSyntax(target.Cancellation).FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } declaration and (PropertyDeclarationSyntax or FieldDeclarationSyntax { Declaration.Variables.Count: 1 })
            ? declaration
            : null;

    private static ITypeSymbol TypeOf(ISymbol member) => member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;

    private static bool IsBorrowed(ImmutableArray<AttributeData> attributes) => attributes.Any(static attribute => attribute.AttributeClass?.ToDisplayString() == WellKnownNames.BorrowedAttribute);
}
