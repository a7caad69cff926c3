using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Analyzers.Rules.TrackedTargets;

/// <summary>RH8010: a hand-written Dispose of a type with tracked resources leaves them unreleased.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandWrittenDisposeAnalyzer : HygieneAnalyzer
{
    private const string ReleaseMethod = "ReleaseTracked";

    private static readonly DiagnosticDescriptor s_rule = new(
        RuleIds.DisposeDoesNotRelease,
        "Hand-written Dispose does not call ReleaseTracked",
        "Dispose of '{0}' is hand-written and leaves its tracked and owned members unreleased; call ReleaseTracked() in it",
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
        if (TrackedTarget.Read(type, context.CancellationToken) is not { UserDispose: { } dispose } target
            || !TargetValidation.Validate(target, context.CancellationToken).IsEmpty)
        {
            return;
        }

        var calls = new SelfCalls(type, ReleaseMethod, context.CancellationToken);
        if (dispose.DeclaringSyntaxReferences.Any(reference => calls.LeadsToCall(reference.GetSyntax(context.CancellationToken), onAnyObject: false)))
            return;

        context.ReportDiagnostic(Diagnostic.Create(s_rule, dispose.Locations[0], severity, additionalLocations: null, properties: null, type.Name));
    }
}
