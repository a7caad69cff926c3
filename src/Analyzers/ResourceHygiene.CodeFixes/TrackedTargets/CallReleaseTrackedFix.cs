using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Owners;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.TrackedTargets;

/// <summary>RH8010: lets a hand-written Dispose release what is tracked and owned.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallReleaseTrackedFix))]
[Shared]
public sealed class CallReleaseTrackedFix : HygieneFix
{
    private const string Method = "ReleaseTracked";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.DisposeDoesNotRelease);

    /// <summary>An editor may not have run the generator yet.</summary>
    private protected override bool IsLeftToGenerator(Diagnostic complaint) => GeneratedMembers.IsMissing(complaint, Method);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } dispose)
            yield break;

        StatementSyntax call = SyntaxFactory.ParseStatement(Method + "();").WithAdditionalAnnotations(Formatter.Annotation);
        // A way out in the middle would leave without it.
        bool leavesEarly = dispose.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is ReturnStatementSyntax);
        if (!leavesEarly && DisposerBody.Add(target.Root, dispose, call) is { } changed)
            yield return new ProposedFix("Call ReleaseTracked()", changed);
    }
}
