using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Analyzers.Rules.TrackedTargets;

/// <summary>RH8010: a hand-written Dispose, or DisposeAsync, of a type with tracked resources leaves them unreleased.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandWrittenDisposeAnalyzer : HygieneAnalyzer
{
    private const string ReleaseMethod = "ReleaseTracked";
    private const string AsyncReleaseMethod = "ReleaseTrackedAsync";

    private static readonly DiagnosticDescriptor s_rule = new(
        RuleIds.DisposeDoesNotRelease,
        "Hand-written Dispose does not call ReleaseTracked",
        "{1} of '{0}' is hand-written and leaves its tracked and owned members unreleased; call {2}() in it",
        RuleCategories.TrackedTargets,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.DisposeDoesNotRelease));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(s_rule);

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        DiagnosticSeverity severity = SeverityPolicy.SeverityOf(mode, s_rule);
        start.RegisterSymbolAction(context => AnalyzeType(context, severity), SymbolKind.NamedType);
    }

    private static void AnalyzeType(SymbolAnalysisContext context, DiagnosticSeverity severity)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (TrackedTarget.Read(type, context.CancellationToken) is not { } target
            || (target.UserDispose is null && target.UserDisposeAsync is null)
            || !TargetValidation.Validate(target, context.CancellationToken).IsEmpty)
        {
            return;
        }

        if (target.UserDispose is { } dispose)
            AnalyzeDisposer(context, severity, dispose, ReleaseMethod);
        // A DisposeAsync beside a release that is synchronous may do something else.
        if (target is { UserDisposeAsync: { } disposeAsync, Async: not AsyncNeed.None })
            AnalyzeDisposer(context, severity, disposeAsync, AsyncReleaseMethod);
    }

    private static void AnalyzeDisposer(SymbolAnalysisContext context, DiagnosticSeverity severity, IMethodSymbol disposer, string releaseMethod)
    {
        INamedTypeSymbol type = disposer.ContainingType;
        var calls = new SelfCalls(type, releaseMethod, context.CancellationToken);
        IEnumerable<SyntaxReference> bodies = (disposer.PartialImplementationPart ?? disposer).DeclaringSyntaxReferences;
        if (bodies.Any(reference => calls.LeadsToCall(reference.GetSyntax(context.CancellationToken), onAnyObject: false)))
            return;

        string name = releaseMethod == ReleaseMethod ? "Dispose" : "DisposeAsync";
        context.ReportDiagnostic(Diagnostic.Create(
            s_rule, disposer.Locations[0], severity, additionalLocations: null, properties: null, type.Name, name, releaseMethod));
    }
}
