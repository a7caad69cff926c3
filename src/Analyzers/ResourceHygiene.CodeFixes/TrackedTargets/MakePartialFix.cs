using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.TrackedTargets;

/// <summary>RH8001, RH8002, RH8015: makes a type and all that contain it partial, in all their declarations of the document.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix))]
[Shared]
public sealed class MakePartialFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(RuleIds.TrackedTypeMustBePartial, RuleIds.ContainingTypeMustBePartial, RuleIds.WorkerTypeUnsupported);

    private protected override SyntaxNode? ChangedPart(FixTarget target) => target.Root;

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || target.Model.GetDeclaredSymbol(declaration, target.Cancellation) is not { } type)
        {
            yield break;
        }

        List<TypeDeclarationSyntax> incomplete = [];
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            incomplete.AddRange(current.DeclaringSyntaxReferences
                .Where(reference => reference.SyntaxTree == target.Root.SyntaxTree)
                .Select(reference => reference.GetSyntax(target.Cancellation))
                .OfType<TypeDeclarationSyntax>()
                .Where(static part => !part.Modifiers.Any(SyntaxKind.PartialKeyword)));
        }

        // Two types of one name are an error that is not about their being partial; merging them could be the wrong end of it.
        if (incomplete.Count > 0 && incomplete.GroupBy(static part => (part.Parent, part.Identifier.ValueText, part.Arity)).All(static same => same.Count() == 1))
        {
            string names = string.Join(", ", incomplete.Select(static part => $"'{part.Identifier.ValueText}'").Distinct());
            yield return new ProposedFix($"Make {names} partial", target.Root.ReplaceNodes(incomplete, static (_, part) => ModifierEdits.Add(part, SyntaxKind.PartialKeyword)));
        }
    }
}
