using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ResourceHygiene.Testing;

/// <summary>
/// Runs an analyzer over a small project and compares every diagnostic with the markup. Compiler errors count as
/// diagnostics, so that a test whose source does not compile says so. An exception in the analyzer fails the test.
/// </summary>
/// <example>
/// <code>
/// await new AnalyzerTest&lt;OwnershipAnalyzer&gt;
/// {
///     TestCode = "class C { void M() { var [|stream|] = File.OpenRead(\"a\"); } }",
///     ExpectedDiagnostics = { AnalyzerVerifier&lt;OwnershipAnalyzer&gt;.Diagnostic("RH1001").WithSeverity(DiagnosticSeverity.Warning) },
///     BuildProperties = { ["ResourceHygieneMode"] = "audit" },
/// }.RunAsync();
/// </code>
/// </example>
public class AnalyzerTest<TAnalyzer> : RoslynTest
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    private readonly TAnalyzer _analyzer = new();

    /// <summary>Diagnostics described beyond markup.</summary>
    public IList<DiagnosticResult> ExpectedDiagnostics { get; } = [];

    /// <summary>Generators that run first; the analyzer sees what they generate.</summary>
    public IList<IIncrementalGenerator> Generators { get; } = [];

    /// <summary>What <c>[|...|]</c> stands for; the analyzer's first rule unless set.</summary>
    public string? DefaultDiagnosticId { get; set; }

    private protected string? MarkupId => DefaultDiagnosticId ?? _analyzer.SupportedDiagnostics.FirstOrDefault()?.Id;

    /// <exception cref="VerificationException">The diagnostics differ, or the analyzer or a generator threw.</exception>
    public virtual Task RunAsync(CancellationToken cancellationToken = default)
    {
        TestConfig config = CreateConfig();
        ImmutableArray<MarkupFile> sources = ParseSources();
        return VerifyDiagnosticsAsync("the source", CreateCompilation(sources, config), sources, ExpectedDiagnostics, config, cancellationToken);
    }

    /// <summary>Compares and returns the diagnostics of the analyzer alone.</summary>
    private protected async Task<ImmutableArray<Diagnostic>> VerifyDiagnosticsAsync(
        string what,
        Compilation compilation,
        ImmutableArray<MarkupFile> sources,
        IEnumerable<DiagnosticResult> expected,
        TestConfig config,
        CancellationToken cancellationToken)
    {
        ImmutableArray<MarkupFile> additionalFiles = AdditionalFiles.Parse();
        DiagnosticComparison comparison = new([.. sources, .. additionalFiles], expected, MarkupId);

        (Compilation generated, ImmutableArray<Diagnostic> analyzerDiagnostics) =
            await AnalyzeAsync(compilation, additionalFiles, config, cancellationToken);

        HashSet<string> namedIds = [.. comparison.ExpectedIds];
        var compilerDiagnostics = generated.GetDiagnostics(cancellationToken)
            .Where(d => d.Severity == DiagnosticSeverity.Error || namedIds.Contains(d.Id))
            .Where(d => !d.IsSuppressed && !AllowedCompilerDiagnostics.Contains(d.Id));

        comparison.Verify(what, InSourceOrder([.. compilerDiagnostics, .. analyzerDiagnostics]));
        return analyzerDiagnostics;
    }

    /// <summary>Runs the generators, then the analyzer; returns the compilation that the analyzer saw.</summary>
    private protected async Task<(Compilation Compilation, ImmutableArray<Diagnostic> Diagnostics)> AnalyzeAsync(
        Compilation compilation, ImmutableArray<MarkupFile> additionalFiles, TestConfig config, CancellationToken cancellationToken)
    {
        ImmutableArray<AdditionalText> texts = ToAdditionalTexts(additionalFiles);
        compilation = RunGenerators(compilation, texts, config, cancellationToken);

        // Without this handler an exception would become an AD0001 warning without its stack trace.
        ConcurrentQueue<Exception> exceptions = new();
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions(texts, config.OptionsProvider),
            onAnalyzerException: (exception, _, _) => exceptions.Enqueue(exception),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false);

        var diagnostics = await compilation
            .WithAnalyzers([_analyzer], options)
            .GetAnalyzerDiagnosticsAsync(cancellationToken);

        if (exceptions.TryDequeue(out Exception? thrown))
            throw new VerificationException($"{typeof(TAnalyzer).Name} threw (a build would show AD0001):\n{thrown}", thrown);

        return (compilation, [.. InSourceOrder(diagnostics)]);
    }

    private Compilation RunGenerators(Compilation compilation, ImmutableArray<AdditionalText> texts, TestConfig config, CancellationToken cancellationToken)
    {
        if (Generators.Count == 0)
            return compilation;

        var driver = CSharpGeneratorDriver
            .Create(Generators.Select(static g => g.AsSourceGenerator()), texts, ParseOptions, config.OptionsProvider)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _, cancellationToken);

        foreach (GeneratorRunResult result in driver.GetRunResult().Results)
        {
            if (result.Exception is { } exception)
                throw new VerificationException($"{result.Generator.GetGeneratorType().Name} threw (a build would show CS8785):\n{exception}", exception);
        }

        return generated;
    }

    private protected static IReadOnlyCollection<Diagnostic> InSourceOrder(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics
            .OrderBy(static d => FileSpan.PathOf(d.Location), StringComparer.Ordinal)
            .ThenBy(static d => d.Location.SourceSpan.Start)
            .ThenBy(static d => d.Location.SourceSpan.Length)
            .ThenBy(static d => d.Id, StringComparer.Ordinal)
    ];
}
