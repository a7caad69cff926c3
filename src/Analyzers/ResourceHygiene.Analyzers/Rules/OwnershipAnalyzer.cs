using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Analyzers.Ownership.Screening;
using ResourceHygiene.Analyzers.Rules.Leaks;
using ResourceHygiene.Analyzers.Rules.Releases;

namespace ResourceHygiene.Analyzers.Rules;

/// <summary>RH1001 to RH1007 and RH3001 to RH3006: asks the ownership engine about each body, once, and reports what it finds.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OwnershipAnalyzer : HygieneAnalyzer
{
    private const int LongestMessage = 160;

    private static readonly int[] s_nameLimits = { 60, 40, 28, 20, 14, 10 };

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        LeakDescriptors.All.AddRange(ReleaseDescriptors.All).Add(ToolDescriptors.BudgetExceeded).Add(ToolDescriptors.OwnershipGuessed);

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        KnowledgeOfCompilation knowledge = KnowledgeOfCompilation.Of(start.Compilation, start.Options);
        // Whoever wants every guess listed wants every body read.
        if (mode == HygieneMode.Audit)
            start.RegisterOperationBlockAction(block => AnalyzeBody(block, knowledge.For(block.FilterTree), mode));
        else
            start.RegisterSemanticModelAction(file => AnalyzeFile(file, knowledge.For(file.SemanticModel.SyntaxTree), mode));
    }

    // By files and not by bodies: for an action on bodies the host prepares each of them, which costs more than screening.
    private static void AnalyzeFile(SemanticModelAnalysisContext context, OwnershipKnowledge knowledge, HygieneMode mode)
    {
        foreach (ImmutableArray<IOperation> blocks in ScreenedBodies.In(context.SemanticModel, knowledge.Names(context.CancellationToken), context.CancellationToken))
            Report(OwnershipAnalysis.Analyze(blocks, ScreenedBodies.GraphOf, knowledge, context.CancellationToken), mode, context.ReportDiagnostic);
    }

    private static void AnalyzeBody(OperationBlockAnalysisContext context, OwnershipKnowledge knowledge, HygieneMode mode)
    {
        Report(OwnershipAnalysis.Analyze(context.OperationBlocks, context.GetControlFlowGraph, knowledge, context.CancellationToken), mode, context.ReportDiagnostic);
        if (knowledge.Guesses is { } guesses)
            GuessReport.For(context, knowledge, guesses, mode);
    }

    private static void Report(ImmutableArray<OwnershipFinding> findings, HygieneMode mode, Action<Diagnostic> report)
    {
        foreach (OwnershipFinding finding in findings)
        {
            DiagnosticDescriptor rule = RuleOf(finding.Kind);
            if (SeverityPolicy.SeverityOf(mode, rule.Id, finding.Tier, finding.IsHarmful) is { } severity)
                report(ToDiagnostic(finding, rule, severity));
        }
    }

    private static DiagnosticDescriptor RuleOf(FindingKind kind) => kind switch
    {
        FindingKind.NeverReleased => LeakDescriptors.NotReleasedOnAnyPath,
        FindingKind.NotReleasedOnSomePath => LeakDescriptors.NotReleasedOnSomePath,
        FindingKind.LeaksIfThrows => LeakDescriptors.LeaksIfThrows,
        FindingKind.Discarded => LeakDescriptors.AcquiredAndDiscarded,
        FindingKind.Overwritten => LeakDescriptors.OverwrittenWhileOwning,
        FindingKind.CollectionNotReleased => LeakDescriptors.CollectionNotReleased,
        FindingKind.TemporaryLeaksIfThrows => LeakDescriptors.TemporaryLeaksIfThrows,
        FindingKind.ReleasedTwice => ReleaseDescriptors.ReleasedTwice,
        FindingKind.PossiblyReleasedTwice => ReleaseDescriptors.PossiblyReleasedTwice,
        FindingKind.UsedAfterRelease => ReleaseDescriptors.UsedAfterRelease,
        FindingKind.PossiblyUsedAfterRelease => ReleaseDescriptors.PossiblyUsedAfterRelease,
        FindingKind.ReleasedAndHandedOut => ReleaseDescriptors.ReleasedAndHandedOut,
        FindingKind.ViewUsedAfterRelease => ReleaseDescriptors.ViewUsedAfterRelease,
        FindingKind.BudgetExceeded => ToolDescriptors.BudgetExceeded,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The finding has no rule."),
    };

    private static Diagnostic ToDiagnostic(OwnershipFinding finding, DiagnosticDescriptor rule, DiagnosticSeverity severity) =>
        Diagnostic.Create(
            rule,
            finding.At ?? finding.Site.Syntax.GetLocation(),
            severity,
            finding.Witness,
            PropertiesOf(finding),
            ArgumentsFor(finding, rule));

    // What the code fixes read, besides the locations: docs/architecture.md lists it.
    private static ImmutableDictionary<string, string?> PropertiesOf(OwnershipFinding finding)
    {
        ImmutableDictionary<string, string?>.Builder properties = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        properties.Add("resource", finding.ResourceType.ToDisplayString());
        properties.Add("kind", finding.Kind.ToString());
        properties.Add("tier", finding.Tier.ToString());
        properties.Add("place", finding.Place);
        properties.Add("path", ResourceWords.DecisionOf(finding, LongestMessage));
        if (finding.Kind is FindingKind.NotReleasedOnSomePath or FindingKind.LeaksIfThrows)
        {
            properties.Add("handedOn", finding.IsHandedOn ? "true" : "false");
            properties.Add("release", string.Join(",", finding.ReleasedBy));
        }

        if (finding.Traits.IsOnce)
            properties.Add("once", "true");
        return properties.ToImmutable();
    }

    // A message that nobody reads to its end says nothing: names give way before it gets too long.
    private static object[] ArgumentsFor(OwnershipFinding finding, DiagnosticDescriptor rule)
    {
        string format = rule.MessageFormat.ToString(CultureInfo.InvariantCulture);
        object[] arguments = Array.Empty<object>();
        foreach (int limit in s_nameLimits)
        {
            arguments = finding.Kind >= FindingKind.ReleasedTwice ? ReleaseMessages.ArgumentsFor(finding, limit) : LeakMessages.ArgumentsFor(finding, limit);
            if (string.Format(CultureInfo.InvariantCulture, format, arguments).Length <= LongestMessage)
                break;
        }

        return arguments;
    }
}
