using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Benchmarks.Inputs;
using ResourceHygiene.Analyzers.Benchmarks.Measurement;
using ResourceHygiene.Analyzers.Benchmarks.Peers;
using ResourceHygiene.Analyzers.Benchmarks.Quick;

namespace ResourceHygiene.Analyzers.Benchmarks.Tests;

/// <summary>That the benchmark measures what it says. Never how long anything takes.</summary>
public sealed class WorkloadTests
{
    // A line more than our sources have, and so two copies, however long the sources grow.
    private static readonly int Lines = WorkloadArguments.Read(["--lines", "1"]).Lines + 1;
    private static readonly Workload Small = WorkloadArguments.Read(["--lines", Lines.ToString(CultureInfo.InvariantCulture)]);

    [Fact]
    public void Our_own_sources_repeated_compile_and_are_as_long_as_asked_for()
    {
        Workload workload = Small.Checked();

        Assert.True(workload.Lines >= Lines);
        // The copies do not know each other.
        Assert.Contains(workload.Files, static file => file.Path.StartsWith("Runtime1/", StringComparison.Ordinal));
        Assert.Contains(workload.Files, static file => file.Path.StartsWith("Runtime2/", StringComparison.Ordinal));
    }

    [Fact]
    public void Ours_see_no_body_twice_and_need_the_operations_of_few()
    {
        CSharpCompilation compilation = Small.Compile(Small.Parse());

        EngineCounters counted = EngineCounters.Of(() => Analysis.Analyze(compilation, AnalyzerSets.Ours));

        // Attributes and default values, which are constants, are bodies to the compiler.
        Assert.InRange(counted.All, BodyCount.In(compilation) * 0.9, BodyCount.In(compilation));
        Assert.InRange(counted.Bodies, 1, counted.All / 4);
        Assert.InRange(counted.Acquiring, 1, counted.Bodies);
    }

    [Fact]
    public void An_edit_of_one_body_is_analysed_in_its_file_alone()
    {
        var edits = new EditRun();

        edits.Run(Small.Compile(Small.Parse()), edits: 3);

        Assert.Equal(0, edits.BodiesBeyondFile);
    }

    [Fact]
    public void An_edit_in_a_project_that_makes_no_documentation_is_analysed_all_the_same()
    {
        Workload silent = Small with { ParseOptions = Small.ParseOptions.WithDocumentationMode(Microsoft.CodeAnalysis.DocumentationMode.None) };
        Workload edited = silent.AsEdited();

        new EditRun().Run(edited.Compile(edited.Parse()), edits: 3);
        Assert.Throws<InvalidOperationException>(() => new EditRun().Run(silent.Compile(silent.Parse()), edits: 3));
    }

    [Fact]
    public void The_rule_of_the_SDK_finds_what_it_is_for()
    {
        var peer = SdkAnalyzers.Load(out string problem);
        Assert.True(!peer.IsEmpty, problem);
        Workload leak = Small with
        {
            Files = [new SourceFile("Leak.cs", Microsoft.CodeAnalysis.Text.SourceText.From("class C { int M() { var s = new System.IO.FileStream(\"f\", System.IO.FileMode.Open); return s.ReadByte(); } }"))],
        };

        Assert.Equal(["CA2000"], Analysis.Analyze(leak.Compile(leak.Parse()), peer).Select(static found => found.Id));
    }
}
