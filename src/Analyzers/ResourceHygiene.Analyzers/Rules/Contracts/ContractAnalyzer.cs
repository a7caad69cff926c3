using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Analyzers.Rules.Contracts.Baseline;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.Contracts;

/// <summary>
/// RH7001 to RH7004: what methods say about ownership, held against what they do, what they override and what they said
/// before. Looks at signatures; a body is bound only where one of them raises a question.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractAnalyzer : HygieneAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        ContractDescriptors.OwnedResultUnsaid, ContractDescriptors.AnnotationContradictsBody, ContractDescriptors.OverrideChangesContract, ContractDescriptors.DiffersFromBaseline);

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        var knowledge = KnowledgeOfCompilation.Of(start.Compilation, start.Options);
        bool isLibrary = start.Compilation.Options.OutputKind is OutputKind.DynamicallyLinkedLibrary or OutputKind.NetModule;
        bool knowsOwned = !start.Compilation.GetTypesByMetadataName(WellKnownNames.OwnedAttribute).IsEmpty;
        BaselineFile? baseline = BaselineFile.Find(start.Options.AdditionalFiles, start.CancellationToken);

        MethodActions.Register(
            start,
            (method, report, cancellation) =>
            {
                if (method.PartialDefinitionPart is not null || method.Locations.FirstOrDefault()?.SourceTree is not { } tree)
                    return;
                var question = new MethodQuestion(method, knowledge.For(tree), mode, report, cancellation);
                AnnotationRule.Check(question);
                OverrideRule.Check(question);
                if (isLibrary)
                    OwnedResultRule.Check(question, knowsOwned);
                if (baseline is not null)
                    BaselineRule.Check(question, baseline);
            });
        start.RegisterSymbolAction(
            context => AnnotationRule.CheckReleaseMethod((INamedTypeSymbol)context.Symbol, mode, context.ReportDiagnostic), SymbolKind.NamedType);
        if (baseline is not null)
            start.RegisterAdditionalFileAction(context => BaselineRule.CheckRemoved(context, baseline, knowledge, mode));
    }
}

/// <summary>One method that the rules about contracts look at.</summary>
internal sealed class MethodQuestion
{
    private readonly HygieneMode _mode;
    private readonly Action<Diagnostic> _report;
    private BodyEvidence? _evidence;
    private bool _isRead;

    public MethodQuestion(IMethodSymbol method, OwnershipKnowledge knowledge, HygieneMode mode, Action<Diagnostic> report, CancellationToken cancellation)
    {
        Method = method;
        Knowledge = knowledge;
        Cancellation = cancellation;
        _mode = mode;
        _report = report;
    }

    public IMethodSymbol Method { get; }

    public OwnershipKnowledge Knowledge { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>What the body certainly does; null where there is none. Binds the body when first asked.</summary>
    public BodyEvidence? Evidence
    {
        get
        {
            if (!_isRead)
                _evidence = BodyEvidence.Of(Method, Knowledge, Cancellation);
            _isRead = true;
            return _evidence;
        }
    }

    /// <summary>True for types whose values are worth a word about who owns them.</summary>
    public bool IsResource(ITypeSymbol type) => Knowledge.Types.TraitsOf(Knowledge.Types.Awaited(type)) is { Tier: not ResourceTier.None };

    public void Report(DiagnosticDescriptor rule, Location? at, ImmutableDictionary<string, string?>? properties, params object[] arguments) =>
        Report(rule, SeverityPolicy.SeverityOf(_mode, rule), at, properties, arguments);

    public void Report(DiagnosticDescriptor rule, DiagnosticSeverity severity, Location? at, ImmutableDictionary<string, string?>? properties, params object[] arguments) =>
        _report(Diagnostic.Create(rule, at ?? Method.Locations[0], severity, additionalLocations: null, properties, arguments));

    public HygieneMode Mode => _mode;
}
