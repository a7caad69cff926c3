using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace ResourceHygiene.Analyzers.Benchmarks.Measurement;

/// <summary>The two things that are compared: compiling, and analysing what could be compiled.</summary>
internal static class Analysis
{
    private static readonly AnalyzerOptions s_options = new([]);

    /// <summary>Binds and emits everything; the output goes nowhere.</summary>
    public static void Emit(Compilation compilation)
    {
        EmitResult result = compilation.Emit(Stream.Null);
        if (!result.Success)
            throw new InvalidOperationException($"{compilation.AssemblyName} does not compile: {result.Diagnostics.First(static found => found.Severity == DiagnosticSeverity.Error)}");
    }

    /// <summary>Binds everything and says what is wrong with it; this is what the host of analyzers makes a compilation do.</summary>
    public static void Bind(Compilation compilation) => compilation.GetDiagnostics();

    /// <summary>Analyses and emits one and the same compilation, as a build does.</summary>
    public static void AnalyzeAndEmit(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers) =>
        Run(compilation, analyzers, static async host =>
        {
            ImmutableArray<Diagnostic> found = await host.GetAnalyzerDiagnosticsAsync(CancellationToken.None);
            Emit(host.Compilation);
            return found;
        });

    /// <summary>Runs analyzers over a whole compilation.</summary>
    public static ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers) =>
        Run(compilation, analyzers, static host => host.GetAnalyzerDiagnosticsAsync(CancellationToken.None));

    /// <summary>Runs analyzers over one file the way an IDE does after an edit.</summary>
    public static ImmutableArray<Diagnostic> AnalyzeFile(CSharpCompilation compilation, SyntaxTree tree, ImmutableArray<DiagnosticAnalyzer> analyzers) =>
        Run(compilation, analyzers, host =>
            host.GetAnalyzerSemanticDiagnosticsAsync(host.Compilation.GetSemanticModel(tree), filterSpan: null, CancellationToken.None));

    private static ImmutableArray<Diagnostic> Run(
        CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, Func<CompilationWithAnalyzers, Task<ImmutableArray<Diagnostic>>> ask)
    {
        Exception? thrown = null;
        CompilationWithAnalyzersOptions options = new(
            s_options,
            // An analyzer that fails early would look fast.
            onAnalyzerException: (exception, _, _) => thrown = exception,
            concurrentAnalysis: compilation.Options.ConcurrentBuild,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> found = ask(compilation.WithAnalyzers(analyzers, options)).GetAwaiter().GetResult();
        return thrown is null ? found : throw new InvalidOperationException($"An analyzer threw: {thrown.Message}", thrown);
    }
}
