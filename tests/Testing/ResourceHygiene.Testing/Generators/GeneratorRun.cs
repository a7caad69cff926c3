using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResourceHygiene.Testing;

/// <summary>One run of a generator with its steps recorded.</summary>
internal sealed class GeneratorRun
{
    private readonly GeneratorDriver _driver;

    private GeneratorRun(GeneratorDriver driver, CSharpCompilation input)
    {
        _driver = driver.RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _);
        Input = input;
        OutputCompilation = (CSharpCompilation)output;
        Result = _driver.GetRunResult().Results.Single();

        string generator = Result.Generator.GetGeneratorType().Name;
        if (Result.Exception is { } exception)
            throw new VerificationException($"{generator} threw (a build would show CS8785):\n{exception}", exception);

        // Diagnostics come from analyzers: one in the pipeline would tie models to locations.
        if (!Result.Diagnostics.IsEmpty)
            throw new VerificationException($"{generator} reports diagnostics itself:\n{DiagnosticText.All(Result.Diagnostics)}");

        Output = Result.GeneratedSources.ToImmutableSortedDictionary(
            static source => source.HintName, static source => source.SourceText.ToString(), StringComparer.Ordinal);
    }

    public CSharpCompilation Input { get; }

    public CSharpCompilation OutputCompilation { get; }

    public GeneratorRunResult Result { get; }

    /// <summary>Generated texts by hint name.</summary>
    public ImmutableSortedDictionary<string, string> Output { get; }

    /// <param name="generator">The generator.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="test">Its additional files and options.</param>
    /// <param name="withoutOutputs">Outputs that the host does not want; an IDE leaves out implementation outputs while one types.</param>
    public static GeneratorRun Start(
        IIncrementalGenerator generator,
        CSharpCompilation input,
        RoslynTest test,
        IncrementalGeneratorOutputKind withoutOutputs = IncrementalGeneratorOutputKind.None)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()],
            RoslynTest.ToAdditionalTexts(test.AdditionalFiles.Parse()),
            test.ParseOptions,
            test.CreateConfig().OptionsProvider,
            new GeneratorDriverOptions(withoutOutputs, trackIncrementalGeneratorSteps: true));
        return new GeneratorRun(driver, input);
    }

    /// <summary>The incremental run after an edit, from the state this run left.</summary>
    public GeneratorRun RunAgain(CSharpCompilation edited) => new(_driver, edited);
}
