using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResourceHygiene.Testing;

/// <summary>
/// Runs an incremental generator over a small project and compares what it generates with snapshots. Besides, every test
/// proves what every user relies on: unrelated edits run nothing again, models hold nothing of the compiler, the output
/// compiles without warnings with nullable on and off, and two runs give the same bytes.
/// </summary>
/// <remarks>
/// Snapshots lie in <c>Snapshots/</c> beside the test's source file, one per generated file, named
/// <c>TestClass.TestMethod#Hint.verified.cs</c>. Run with <c>RH_UPDATE_SNAPSHOTS=1</c> to accept what is generated now.
/// </remarks>
public class GeneratorTest<TGenerator> : RoslynTest
    where TGenerator : IIncrementalGenerator, new()
{
    /// <remarks>No implicit usings: generated code must not lean on what a project may have turned off.</remarks>
    public GeneratorTest() => ImplicitUsings = false;

    /// <summary>Distinguishes the cases of a parameterised test in the names of its snapshots.</summary>
    public string? Scenario { get; set; }

    /// <summary>Stores what is generated instead of comparing it; by default what <c>RH_UPDATE_SNAPSHOTS</c> says.</summary>
    public bool AcceptSnapshots { get; set; } = Environment.GetEnvironmentVariable("RH_UPDATE_SNAPSHOTS") == "1";

    private protected override DocumentationMode DocumentationMode => DocumentationMode.Diagnose;

    /// <summary>Compares the output with the calling test's snapshots and makes all checks.</summary>
    /// <exception cref="VerificationException">One of them fails.</exception>
    public async Task RunAsync([CallerFilePath] string testFile = "", [CallerMemberName] string testMethod = "")
    {
        GeneratorRun run = RunChecked();
        string test = Path.GetFileNameWithoutExtension(testFile) + "." + testMethod + (Scenario is null ? "" : "." + Scenario);
        await new SnapshotFolder(Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots"), test, AcceptSnapshots).VerifyAsync(run.Output);
    }

    /// <summary>Makes all checks and holds that nothing is generated.</summary>
    /// <exception cref="VerificationException">Something is, or a check fails.</exception>
    public void RunExpectingNothing()
    {
        GeneratorRun run = RunChecked();
        if (run.Output.Keys.FirstOrDefault() is { } hint)
            throw new VerificationException($"Nothing was to be generated, but {hint} was:\n{run.Output[hint]}");
    }

    /// <summary>Makes all checks and returns the generated texts by hint name, without snapshots.</summary>
    /// <exception cref="VerificationException">A check fails.</exception>
    public IReadOnlyDictionary<string, string> Generate() => RunChecked().Output;

    /// <summary>
    /// An edit that matters: replaces a source by <paramref name="edited"/> and holds that the incremental run changes the
    /// output, to exactly what a run from scratch gives. A <paramref name="path"/> renames the file, too.
    /// </summary>
    /// <exception cref="VerificationException">The output stays the same, or is stale.</exception>
    public void ShouldRegenerate(string edited, int sourceIndex = 0, string? path = null)
    {
        GeneratorRun before = Run();
        SyntaxTree oldTree = before.Input.SyntaxTrees[sourceIndex];
        CSharpCompilation edit = before.Input.ReplaceSyntaxTree(oldTree, ParseTree(path ?? oldTree.FilePath, edited));
        var incremental = before.RunAgain(edit).Output;
        if (SameTexts(before.Output, incremental))
            throw new VerificationException("The edit changes nothing in what is generated.");

        // Of trees that nobody has seen: a generator may remember what it made of the others.
        CSharpCompilation anew = edit.RemoveAllSyntaxTrees().AddSyntaxTrees(edit.SyntaxTrees.Select(tree => ParseTree(tree.FilePath, tree.GetText().ToString())));
        var fromScratch = GeneratorRun.Start(new TGenerator(), anew, this).Output;
        if (DifferenceBetween(fromScratch, incremental) is { } difference)
            throw new VerificationException($"After the edit the incremental output is stale. Expected is a run from scratch:\n{difference}");
    }

    /// <summary>
    /// Holds that the generator does something in a build, and nothing at all where a host leaves implementation outputs
    /// out, as an IDE does while one types: no output, and no step run.
    /// </summary>
    /// <exception cref="VerificationException">It does something, or nothing in a build either.</exception>
    public void ShouldCostNothingWhileTyping()
    {
        if (RunChecked().Output.IsEmpty)
            throw new VerificationException("Nothing is generated in a build either.");

        GeneratorRun typing = GeneratorRun.Start(
            new TGenerator(), CreateCompilation(ParseSources(), CreateConfig()), this, IncrementalGeneratorOutputKind.Implementation);
        IEnumerable<string> work = typing.Output.Keys.Concat(PipelineSteps.Own(typing).Select(static step => "step " + step.Name));
        if (work.Any())
            throw new VerificationException($"Without implementation outputs there was to be no work, but there was: {string.Join(", ", work)}");
    }

    /// <summary>
    /// Makes all checks, compiles the output with the sources and loads the assembly, for tests that run generated code.
    /// </summary>
    /// <exception cref="VerificationException">A check fails, or the assembly cannot be emitted.</exception>
    public Assembly CompileAndLoad()
    {
        using MemoryStream image = Compile();
        return new AssemblyLoadContext(typeof(TGenerator).Name, isCollectible: true).LoadFromStream(image);
    }

    /// <summary>Makes all checks and returns the compiled output, for tests of what another project sees of it.</summary>
    /// <exception cref="VerificationException">A check fails, or the assembly cannot be emitted.</exception>
    public MetadataReference CompileToReference()
    {
        using MemoryStream image = Compile();
        return MetadataReference.CreateFromStream(image);
    }

    /// <summary>A reference to the sources as an IDE makes it between projects of a solution: no build, no implementation outputs.</summary>
    public MetadataReference ReferenceAsProject() => CreateCompilation(ParseSources(), CreateConfig()).ToMetadataReference();

    private MemoryStream Compile()
    {
        GeneratorRun run = RunChecked();
        MemoryStream image = new();
        var emitted = run.OutputCompilation.Emit(image);
        if (!emitted.Success)
            throw new VerificationException($"The output cannot be emitted:\n{DiagnosticText.All(emitted.Diagnostics)}");

        image.Position = 0;
        return image;
    }

    private GeneratorRun RunChecked()
    {
        GeneratorRun run = Run();
        VerifyDeterminism(run);
        GeneratedCodeCheck.Verify(this, run);
        ModelCheck.Verify(run);
        IncrementalityCheck.Verify(this, run);
        return run;
    }

    private GeneratorRun Run() =>
        GeneratorRun.Start(new TGenerator(), CreateCompilation(ParseSources(), CreateConfig()), this);

    private void VerifyDeterminism(GeneratorRun run)
    {
        GeneratorRun second;
        using (HostileCulture.Enter())
            second = Run();

        if (DifferenceBetween(run.Output, second.Output) is { } difference)
            throw new VerificationException($"Two runs give different output (the second one under a culture with other number signs):\n{difference}");
    }

    private static bool SameTexts(ImmutableSortedDictionary<string, string> left, ImmutableSortedDictionary<string, string> right) =>
        DifferenceBetween(left, right) is null;

    private static string? DifferenceBetween(ImmutableSortedDictionary<string, string> expected, ImmutableSortedDictionary<string, string> actual)
    {
        if (!expected.Keys.SequenceEqual(actual.Keys))
            return $"files [{string.Join(", ", actual.Keys)}] instead of [{string.Join(", ", expected.Keys)}]";

        string? different = expected.Keys.FirstOrDefault(hint => expected[hint] != actual[hint]);
        return different is null ? null : $"{different}\n{TextDiff.Of(expected[different], actual[different])}";
    }
}
