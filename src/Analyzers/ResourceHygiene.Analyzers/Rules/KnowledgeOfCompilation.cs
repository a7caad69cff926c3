using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules;

/// <summary>
/// What is known in one compilation, under the settings of each file. All analyzers share it, so that no body is read for
/// its contract twice. Nearly always all files have the same settings, and so share one knowledge; settings are read once
/// a file, not once a body. Thread-safe.
/// </summary>
internal sealed class KnowledgeOfCompilation
{
    // By options within compilations: an IDE may ask about one compilation under several. Both keys are weak, and nothing
    // here listens to anybody's cancellation, since others rely on the answer.
    private static readonly ConditionalWeakTable<Compilation, ConditionalWeakTable<AnalyzerOptions, KnowledgeOfCompilation>> s_shared = new();

    private readonly ConcurrentDictionary<SyntaxTree, OwnershipKnowledge> _byFile = new();
    private readonly ConcurrentDictionary<string, Lazy<OwnershipKnowledge>> _bySettings = new(StringComparer.Ordinal);
    private readonly Compilation _compilation;
    private readonly AnalyzerOptions _options;

    private KnowledgeOfCompilation(Compilation compilation, AnalyzerOptions options)
    {
        _compilation = compilation;
        _options = options;
    }

    /// <summary>The one that everybody who analyses this compilation under these options shares.</summary>
    public static KnowledgeOfCompilation Of(Compilation compilation, AnalyzerOptions options) =>
        s_shared.GetOrCreateValue(compilation).GetValue(options, options => new KnowledgeOfCompilation(compilation, options));

    /// <summary>What holds for the code of a file.</summary>
    public OwnershipKnowledge For(SyntaxTree file) => _byFile.TryGetValue(file, out OwnershipKnowledge? known) ? known : _byFile.GetOrAdd(file, Find);

    private OwnershipKnowledge Find(SyntaxTree file)
    {
        AnalyzerConfigOptionsProvider provider = _options.AnalyzerConfigOptionsProvider;
        HygieneSettings settings = SettingsParser.Parse(provider.GetOptions(file), provider.GlobalOptions, out _);
        return _bySettings.GetOrAdd(settings.Text, _ => new Lazy<OwnershipKnowledge>(() =>
            new OwnershipKnowledge(_compilation, _options.AdditionalFiles, listsGuesses: SeverityPolicy.ModeOf(_options) == HygieneMode.Audit, settings: settings))).Value;
    }
}
