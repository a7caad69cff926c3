using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Owners;

/// <summary>RH2001 and RH2007: releases the member in the disposer, where that stands in the same part of the type.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseMemberFix))]
[Shared]
public sealed class ReleaseMemberFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.MemberNotReleased, RuleIds.DisposersDisagree);

    private protected override SyntaxNode? ChangedPart(FixTarget target) => target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || MemberAt(target) is not { } member)
            yield break;
        IEnumerable<bool> sides = target.Diagnostic.Id == RuleIds.DisposersDisagree ? [target.Method == "DisposeAsync"] : [false, true];
        foreach (bool isAsync in sides)
        {
            if (DisposerBody.Find(type, isAsync) is { } disposer
                && MemberReleaseStatement.For(member, (SyntaxNode?)disposer.Body ?? disposer.ExpressionBody!, target.Model) is { } release
                && DisposerBody.Add(target.Root, disposer, release) is { } changed)
            {
                yield return new ProposedFix($"Release '{member.Name}' in {disposer.Identifier.ValueText}", changed);
            }
        }
    }

    private static ISymbol? MemberAt(FixTarget target) => target.Node switch
    {
        VariableDeclaratorSyntax field => target.Model.GetDeclaredSymbol(field, target.Cancellation),
        ParameterSyntax captured => target.Model.GetDeclaredSymbol(captured, target.Cancellation),
        PropertyDeclarationSyntax property => target.Model.GetDeclaredSymbol(property, target.Cancellation),
        _ => null,
    };
}
