using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Analyzers.Rules.Async;
using ResourceHygiene.Analyzers.Ownership.Screening;
using ResourceHygiene.Analyzers.Rules.Leaks;
using ResourceHygiene.Analyzers.Rules.Memory;
using ResourceHygiene.Analyzers.Rules.Releases;
using ResourceHygiene.Analyzers.Rules.Torch;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules;

/// <summary>RH1001 to RH1007, RH3001 to RH3006, RH4001 to RH4007, RH5001 to RH5009, RH6003 and RH6007: asks the ownership engine about each body, once, and reports what it finds.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OwnershipAnalyzer : HygieneAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        LeakDescriptors.All.AddRange(ReleaseDescriptors.All).AddRange(MemoryDescriptors.All).AddRange(ScopeDescriptors.All).Add(AsyncDescriptors.HeldAcrossYield).Add(AsyncDescriptors.LockHeldAcrossStop).Add(ToolDescriptors.BudgetExceeded).Add(ToolDescriptors.OwnershipGuessed);

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        var knowledge = KnowledgeOfCompilation.Of(start.Compilation, start.Options);
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
            Report(OwnershipAnalysis.Analyze(blocks, ScreenedBodies.GraphOf, knowledge, context.CancellationToken), knowledge, mode, context.ReportDiagnostic);
    }

    private static void AnalyzeBody(OperationBlockAnalysisContext context, OwnershipKnowledge knowledge, HygieneMode mode)
    {
        Report(OwnershipAnalysis.Analyze(context.OperationBlocks, context.GetControlFlowGraph, knowledge, context.CancellationToken), knowledge, mode, context.ReportDiagnostic);
        if (knowledge.Guesses is { } guesses)
            GuessReport.For(context, knowledge, guesses, mode);
    }

    private static void Report(ImmutableArray<OwnershipFinding> findings, OwnershipKnowledge knowledge, HygieneMode mode, Action<Diagnostic> report)
    {
        foreach (OwnershipFinding finding in findings)
        {
            DiagnosticDescriptor rule = MemoryDescriptors.RuleFor(finding) ?? ScopeDescriptors.RuleFor(finding) ?? RuleOf(finding.Kind);
            if (SeverityOf(finding, rule, mode) is { } severity)
                report(ToDiagnostic(finding, rule, severity, knowledge));
        }
    }

    private static DiagnosticSeverity? SeverityOf(OwnershipFinding finding, DiagnosticDescriptor rule, HygieneMode mode) => rule.Id switch
    {
        RuleIds.NativeNotFreed or RuleIds.PinNotFreed or RuleIds.RentedNotReturned when finding.Kind == FindingKind.LeaksIfThrows =>
            SeverityPolicy.OnThrow(mode, rule.Id, finding.Tier),
        RuleIds.RentedNotReturned when finding.EndsInThrow => SeverityPolicy.OnThrow(mode, rule.Id, finding.Tier),
        RuleIds.NativeNotFreed => SeverityPolicy.SeverityOf(mode, rule.Id, finding.Tier, isHarmful: finding.Kind is FindingKind.NeverReleased or FindingKind.Discarded),
        RuleIds.RentedNotReturned => SeverityPolicy.SeverityOf(mode, rule.Id, finding.Tier, isHarmful: RawFamilies.IsRepeated(finding.Site)),
        RuleIds.TensorNotOwned or RuleIds.IntermediateLost => SeverityPolicy.SeverityOf(mode, rule.Id, finding.Tier, finding.IsHot),
        _ => SeverityPolicy.SeverityOf(mode, rule.Id, finding.Tier, finding.IsHarmful),
    };

    private static DiagnosticDescriptor RuleOf(FindingKind kind) => kind switch
    {
        FindingKind.NeverReleased => LeakDescriptors.NotReleasedOnAnyPath,
        FindingKind.NotReleasedOnSomePath => LeakDescriptors.NotReleasedOnSomePath,
        FindingKind.LeaksIfThrows => LeakDescriptors.LeaksIfThrows,
        FindingKind.Discarded => LeakDescriptors.AcquiredAndDiscarded,
        FindingKind.Overwritten => LeakDescriptors.OverwrittenWhileOwning,
        FindingKind.CollectionNotReleased => LeakDescriptors.CollectionNotReleased,
        FindingKind.TemporaryLeaksIfThrows => LeakDescriptors.TemporaryLeaksIfThrows,
        FindingKind.HeldAcrossYield => AsyncDescriptors.HeldAcrossYield,
        FindingKind.LockHeldAcrossStop => AsyncDescriptors.LockHeldAcrossStop,
        FindingKind.ReleasedTwice => ReleaseDescriptors.ReleasedTwice,
        FindingKind.PossiblyReleasedTwice => ReleaseDescriptors.PossiblyReleasedTwice,
        FindingKind.UsedAfterRelease => ReleaseDescriptors.UsedAfterRelease,
        FindingKind.PossiblyUsedAfterRelease => ReleaseDescriptors.PossiblyUsedAfterRelease,
        FindingKind.ReleasedAndHandedOut => ReleaseDescriptors.ReleasedAndHandedOut,
        FindingKind.ViewUsedAfterRelease => ReleaseDescriptors.ViewUsedAfterRelease,
        FindingKind.BudgetExceeded => ToolDescriptors.BudgetExceeded,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The finding has no rule."),
    };

    private static Diagnostic ToDiagnostic(OwnershipFinding finding, DiagnosticDescriptor rule, DiagnosticSeverity severity, OwnershipKnowledge knowledge)
    {
        Releaser? releaser = finding.Traits.Family is { } family ? RawFamilies.ReleaserOf(family, finding.Site, knowledge) : null;
        return Diagnostic.Create(
            rule,
            finding.At ?? finding.Site.Syntax.GetLocation(),
            severity,
            finding.Witness,
            PropertiesOf(finding, releaser),
            ArgumentsFor(finding, rule, releaser));
    }

    // What the code fixes read, besides the locations: docs/architecture.md lists it.
    private static ImmutableDictionary<string, string?> PropertiesOf(OwnershipFinding finding, Releaser? releaser)
    {
        ImmutableDictionary<string, string?>.Builder properties = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        properties.Add("resource", finding.ResourceType.ToDisplayString());
        properties.Add("kind", finding.Kind.ToString());
        properties.Add("tier", finding.Tier.ToString());
        // The variable of a lock holds the lock, and not that it is held: nothing that releases variables is any use.
        bool isLock = finding.Traits.Family is { } family && RawFamilies.KindOf(family) == RawKind.Lock;
        properties.Add("place", isLock ? null : finding.Place);
        properties.Add("path", ResourceWords.DecisionOf(finding, MessageLength.Longest));
        if (finding.Kind is FindingKind.NotReleasedOnSomePath or FindingKind.LeaksIfThrows or FindingKind.HeldAcrossYield)
        {
            properties.Add("handedOn", finding.IsHandedOn ? "true" : "false");
            properties.Add("release", string.Join(",", finding.ReleasedBy));
        }

        if (finding.Kind == FindingKind.EscapesScope)
        {
            properties.Add("moveWith", ScopeMessages.WayOut(finding));
            if (finding.Scope is { IsLeftByItsMethod: true } scope)
                properties.Add("scope", scope.Variable ?? "");
        }

        if (releaser?.Format is { } format)
            properties.Add("releaseWith", format);
        if (finding.Traits.IsOnce)
            properties.Add("once", "true");
        return properties.ToImmutable();
    }

    private static object[] ArgumentsFor(OwnershipFinding finding, DiagnosticDescriptor rule, Releaser? releaser) => MessageLength.Fit(rule, limit =>
        rule.Category == RuleCategories.Memory ? MemoryMessages.ArgumentsFor(finding, releaser, limit)
        : rule.Category == RuleCategories.Gpu ? ScopeMessages.ArgumentsFor(finding, rule, limit)
        : finding.Kind >= FindingKind.ReleasedTwice ? ReleaseMessages.ArgumentsFor(finding, limit)
        : LeakMessages.ArgumentsFor(finding, limit));
}
