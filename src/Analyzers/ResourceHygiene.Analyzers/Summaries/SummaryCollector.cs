using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Summaries;

/// <summary>Infers what is worth publishing about an assembly's visible members.</summary>
internal sealed class SummaryCollector
{
    private readonly Dictionary<string, View> _views = new(StringComparer.Ordinal);
    private readonly Compilation _compilation;
    private readonly ImmutableArray<AdditionalText> _additionalFiles;
    private readonly AnalyzerConfigOptionsProvider _options;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _lines = new();
    private readonly List<string> _failures = new();

    private SummaryCollector(Compilation compilation, ImmutableArray<AdditionalText> additionalFiles, AnalyzerConfigOptionsProvider options, CancellationToken cancellation)
    {
        _compilation = compilation;
        _additionalFiles = additionalFiles;
        _options = options;
        _cancellation = cancellation;
    }

    public static SummaryModel Collect(Compilation compilation, ImmutableArray<AdditionalText> additionalFiles, AnalyzerConfigOptionsProvider options, CancellationToken cancellation)
    {
        if (!CanName(compilation))
            return SummaryModel.Empty;

        var collector = new SummaryCollector(compilation, additionalFiles, options, cancellation);
        foreach (INamedTypeSymbol type in VisibleMembers.TypesOf(compilation.Assembly, cancellation))
            collector.Add(type);
        return new SummaryModel(Sorted(collector._lines), Sorted(collector._failures));
    }

    private void Add(INamedTypeSymbol type)
    {
        View view = ViewOf(type);
        // A Dispose that does nothing is seen in the source only.
        if (view.Knowledge.Types.TraitsOf(type) is { IsHarmless: true })
            _lines.Add(type.GetDocumentationCommentId() + " tier none");

        foreach (IMethodSymbol method in VisibleMembers.MethodsOf(type).Where(view.Relevance.Concerns))
        {
            _cancellation.ThrowIfCancellationRequested();
            AddIfNotObvious(method, view);
        }
    }

    private void AddIfNotObvious(IMethodSymbol method, View view)
    {
        try
        {
            if (view.Difference.FactsOf(method) is { Length: > 0 } facts)
                _lines.Add(method.GetDocumentationCommentId() + " " + facts);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The rest is still worth publishing, and a generator that throws takes all of it away. The member is named in
            // the generated file; its own compilation shows the same failure as AD0001 wherever it is called.
            _failures.Add($"{method.GetDocumentationCommentId()}: {failure.GetType().FullName}: {failure.Message.Replace('\r', ' ').Replace('\n', ' ')}");
        }
    }

    // What is configured about releases is a fact about the types, as an annotation on them would be. What costs how much, what is
    // to be ignored and what may throw is one project's view, and a summary is for everybody.
    private View ViewOf(INamedTypeSymbol type)
    {
        HygieneSettings configured = type.DeclaringSyntaxReferences.FirstOrDefault() is { } part
            ? SettingsParser.Parse(_options.GetOptions(part.SyntaxTree), _options.GlobalOptions, out _)
            : HygieneSettings.Default;
        string key = string.Join("\n", configured.ReleaseMethods.Select(static pair => pair.Key + " " + pair.Value).OrderBy(static text => text, StringComparer.Ordinal));
        if (!_views.TryGetValue(key, out View? view))
        {
            var settings = new HygieneSettings { ReleaseMethods = configured.ReleaseMethods, Text = key };
            var knowledge = new OwnershipKnowledge(_compilation, _additionalFiles, precedesGenerators: true, settings: settings, cancellation: _cancellation);
            _views.Add(key, view = new View(knowledge, new SummaryDifference(knowledge, _cancellation), new SummaryRelevance(knowledge.Types, _cancellation)));
        }

        return view;
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

    private sealed record View(OwnershipKnowledge Knowledge, SummaryDifference Difference, SummaryRelevance Relevance);
}
