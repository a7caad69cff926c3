using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Analyzers.Ownership.Owners;

namespace ResourceHygiene.Analyzers.Rules.Owners;

/// <summary>RH2001 to RH2008: looks at the fields and disposers of each type, and reports what it owns and loses.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OwnerAnalyzer : HygieneAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = OwnerDescriptors.All;

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        KnowledgeOfCompilation knowledge = KnowledgeOfCompilation.Of(start.Compilation, start.Options);
        var outside = new OutsideUses(start.Compilation);
        start.RegisterSymbolAction(context => Analyze(context, knowledge, outside, mode), SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, KnowledgeOfCompilation knowledge, OutsideUses outside, HygieneMode mode)
    {
        if (context.Symbol.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree is not { } file)
            return;
        foreach (OwnerFinding finding in OwnerAnalysis.Analyze((INamedTypeSymbol)context.Symbol, knowledge.For(file), outside, context.CancellationToken))
        {
            DiagnosticDescriptor rule = RuleOf(finding.Kind);
            if (SeverityPolicy.SeverityOf(mode, rule.Id, finding.Tier, isPublicApi: finding.IsPublicApi) is { } severity)
                context.ReportDiagnostic(Diagnostic.Create(rule, finding.At, severity, finding.Witness, PropertiesOf(finding), MessageLength.Fit(rule, limit => OwnerMessages.ArgumentsFor(finding, limit))));
        }
    }

    private static DiagnosticDescriptor RuleOf(OwnerFindingKind kind) => kind switch
    {
        OwnerFindingKind.NotReleased => OwnerDescriptors.MemberNotReleased,
        OwnerFindingKind.NotDisposable => OwnerDescriptors.TypeNotDisposable,
        OwnerFindingKind.Overwritten => OwnerDescriptors.MemberOverwritten,
        OwnerFindingKind.ConstructorLeaks => OwnerDescriptors.ConstructorLeaks,
        OwnerFindingKind.BaseNotCalled => OwnerDescriptors.BaseNotCalled,
        OwnerFindingKind.ForeignReleased => OwnerDescriptors.ForeignReleased,
        OwnerFindingKind.OtherDisposerMisses => OwnerDescriptors.DisposersDisagree,
        OwnerFindingKind.CacheGrows => OwnerDescriptors.CacheGrows,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The finding has no rule."),
    };

    // What the code fixes read, besides the locations: docs/architecture.md lists it.
    private static ImmutableDictionary<string, string?> PropertiesOf(OwnerFinding finding)
    {
        ImmutableDictionary<string, string?>.Builder properties = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        properties.Add("resource", finding.Resource?.ToDisplayString());
        properties.Add("kind", finding.Kind.ToString());
        properties.Add("tier", finding.Tier.ToString());
        properties.Add("place", finding.Place);
        properties.Add("owner", finding.Type.ToDisplayString());
        properties.Add("method", finding.Other);
        if (!finding.Members.IsEmpty)
            properties.Add("members", string.Join(",", finding.Members));
        return properties.ToImmutable();
    }
}
