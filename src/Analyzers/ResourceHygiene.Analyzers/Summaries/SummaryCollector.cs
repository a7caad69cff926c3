using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Summaries;

/// <summary>Infers what is worth publishing about an assembly's visible members.</summary>
internal sealed class SummaryCollector
{
    private readonly OwnershipKnowledge _knowledge;
    private readonly SummaryDifference _difference;
    private readonly SummaryRelevance _relevance;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _lines = new();
    private readonly List<string> _failures = new();

    private SummaryCollector(Compilation compilation, ImmutableArray<AdditionalText> additionalFiles, CancellationToken cancellation)
    {
        _knowledge = new OwnershipKnowledge(compilation, additionalFiles, precedesGenerators: true, cancellation: cancellation);
        _difference = new SummaryDifference(_knowledge, cancellation);
        _relevance = new SummaryRelevance(_knowledge.Types, cancellation);
        _cancellation = cancellation;
    }

    public static SummaryModel Collect(Compilation compilation, ImmutableArray<AdditionalText> additionalFiles, CancellationToken cancellation)
    {
        if (!CanName(compilation))
            return SummaryModel.Empty;

        var collector = new SummaryCollector(compilation, additionalFiles, cancellation);
        foreach (INamedTypeSymbol type in VisibleMembers.TypesOf(compilation.Assembly, cancellation))
            collector.Add(type);
        return new SummaryModel(Sorted(collector._lines), Sorted(collector._failures));
    }

    private void Add(INamedTypeSymbol type)
    {
        // A Dispose that does nothing is seen in the source only.
        if (_knowledge.Types.TraitsOf(type) is { IsHarmless: true })
            _lines.Add(type.GetDocumentationCommentId() + " tier none");

        foreach (IMethodSymbol method in VisibleMembers.MethodsOf(type).Where(_relevance.Concerns))
        {
            _cancellation.ThrowIfCancellationRequested();
            AddIfNotObvious(method);
        }
    }

    private void AddIfNotObvious(IMethodSymbol method)
    {
        try
        {
            if (_difference.FactsOf(method) is { Length: > 0 } facts)
                _lines.Add(method.GetDocumentationCommentId() + " " + facts);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The rest is still worth publishing, and a generator that throws takes all of it away. The member is named in
            // the generated file; its own compilation shows the same failure as AD0001 wherever it is called.
            _failures.Add($"{method.GetDocumentationCommentId()}: {failure.GetType().FullName}: {failure.Message.Replace('\r', ' ').Replace('\n', ' ')}");
        }
    }

    // Two assemblies may carry the attribute, and a reference may be known by another alias only: then its name does not compile.
    private static bool CanName(Compilation compilation)
    {
        ImmutableArray<INamedTypeSymbol> attributes = compilation.GetTypesByMetadataName(WellKnownNames.OwnershipSummaryAttribute)
            .Where(attribute => compilation.IsSymbolAccessibleWithin(attribute, compilation.Assembly)).ToImmutableArray();
        return attributes is [{ } only]
            && (compilation.GetMetadataReference(only.ContainingAssembly)?.Properties.Aliases is not { IsDefaultOrEmpty: false } aliases
                || aliases.Contains(MetadataReferenceProperties.GlobalAlias));
    }

    // The order in which files were compiled must not show.
    private static string Sorted(List<string> lines)
    {
        lines.Sort(StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (string line in lines)
            text.Append(line).Append('\n');
        return text.ToString();
    }
}
