using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules.Leaks;

/// <summary>RH1001 and RH1004: asks the ownership engine about each body, once, and reports what it finds.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LeakAnalyzer : HygieneAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(LeakDescriptors.NotReleasedOnAnyPath, LeakDescriptors.AcquiredAndDiscarded);

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        var knowledge = new OwnershipKnowledge(start.Compilation);
        start.RegisterOperationBlockAction(block => AnalyzeBody(block, knowledge, mode));
    }

    private static void AnalyzeBody(OperationBlockAnalysisContext context, OwnershipKnowledge knowledge, HygieneMode mode)
    {
        foreach (OwnershipFinding finding in OwnershipAnalysis.Analyze(context.OperationBlocks, knowledge, context.CancellationToken))
        {
            DiagnosticDescriptor rule = finding.Kind == FindingKind.NeverReleased
                ? LeakDescriptors.NotReleasedOnAnyPath
                : LeakDescriptors.AcquiredAndDiscarded;
            if (SeverityPolicy.SeverityOf(mode, rule.Id, finding.Tier) is { } severity)
                context.ReportDiagnostic(ToDiagnostic(finding, rule, severity));
        }
    }

    private static Diagnostic ToDiagnostic(OwnershipFinding finding, DiagnosticDescriptor rule, DiagnosticSeverity severity) =>
        Diagnostic.Create(
            rule,
            finding.Site.Syntax.GetLocation(),
            severity,
            finding.Witness,
            ImmutableDictionary.CreateRange(StringComparer.Ordinal, new[]
            {
                new KeyValuePair<string, string?>("resource", finding.ResourceType.ToDisplayString()),
                new KeyValuePair<string, string?>("kind", finding.Kind.ToString()),
                new KeyValuePair<string, string?>("tier", finding.Tier.ToString()),
                new KeyValuePair<string, string?>("place", finding.Place?.Name),
            }),
            finding.Kind == FindingKind.NeverReleased ? LeakMessages.NeverReleased(finding) : LeakMessages.Discarded(finding));
}
