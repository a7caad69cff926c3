using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>Files about libraries count where the library is referenced, and nowhere else.</summary>
public sealed class BuiltInLibrariesTests
{
    // One that no other file speaks about.
    private const string Member = "GetThumbnailImage";

    private static readonly CSharpCompilation Plain = CSharpCompilation.Create("Plain", references: TestReferences.Net10);

    [Theory]
    [InlineData("TorchSharp")]
    [InlineData("ComputeSharp")]
    [InlineData("ILGPU")]
    [InlineData("ManagedCuda")]
    [InlineData("CudaDNN")]
    [InlineData("Microsoft.ML.OnnxRuntime")]
    [InlineData("LLamaSharp")]
    [InlineData("Tensorflow.Binding")]
    [InlineData("OpenCvSharp")]
    [InlineData("SkiaSharp")]
    [InlineData("SixLabors.ImageSharp")]
    [InlineData("System.Drawing.Common")]
    [InlineData("System.Drawing")]
    [InlineData("SharpGen.Runtime")]
    [InlineData("Silk.NET.Core")]
    [InlineData("FFmpeg.AutoGen")]
    [InlineData("FFmpeg.AutoGen.Abstractions")]
    [InlineData("ResourceHygiene.Cuda")]
    public void There_is_a_file_about_the_library(string assembly) => Assert.NotEmpty(BuiltInContracts.About(assembly));

    [Fact]
    public void There_is_none_about_an_unknown_one() => Assert.Empty(BuiltInContracts.About("Vendor"));

    [Fact]
    public void Names_in_them_do_not_screen_code_that_cannot_mean_them()
    {
        CSharpCompilation drawing = Plain.AddReferences(DrawingLibrary.Drawing.Reference);

        Assert.False(new ContractLookup(user: null, Plain.RemoveReferences(Plain.References.Where(static reference => reference.Display!.Contains("System.Drawing", StringComparison.Ordinal)))).SpeaksOfGivingOrReleasing(Member));
        Assert.True(new ContractLookup(user: null, drawing).SpeaksOfGivingOrReleasing(Member));
        Assert.True(new ContractLookup(user: null).SpeaksOfGivingOrReleasing(Member));
    }

    [Fact]
    public void Names_count_where_only_a_referenced_project_references_the_library()
    {
        CSharpCompilation project = Plain.WithAssemblyName("Project").AddReferences(GraphicsLibraries.Silk.Reference);

        Assert.False(new ContractLookup(user: null, Plain).IsNameInFamily("StringToPtr"));
        Assert.True(new ContractLookup(user: null, Plain.AddReferences(project.ToMetadataReference())).IsNameInFamily("StringToPtr"));
    }

    [Fact]
    public void A_section_is_about_the_lines_below_it()
    {
        ContractLine[] lines = Read("T:A.Early tier none\n@ Vendor\nT:A.B tier none\nT:A.C @ Other >= 2.0 tier none\n@ One Two\nT:A.D tier none\n");

        Assert.Equal([null, "Vendor", "Other", "One Two"], lines.Select(static line => line.Condition?.Assembly));
        Assert.True(lines[3].Condition!.Holds(new("two")));
        Assert.False(lines[3].Condition!.Holds(new("Vendor")));
    }

    [Fact]
    public void A_section_may_be_about_versions()
    {
        AssemblyCondition condition = Read("@ Vendor >= 2.0 < 3.0\nT:A.B tier none\n")[0].Condition!;

        Assert.True(condition.Holds(new("Vendor", new Version(2, 5, 0, 0))));
        Assert.False(condition.Holds(new("Vendor", new Version(3, 0, 0, 0))));
    }

    [Theory]
    [InlineData("@", "'@' names no assembly")]
    [InlineData("@ Vendor >= x", "'x' is not a version")]
    [InlineData("@ Vendor >= 2.0 owned", "'owned' does not belong to the assembly")]
    [InlineData("M:A.B.C shares", "'shares' does not say what")]
    [InlineData("T:A.B adopts", "'adopts' cannot be said about a type")]
    public void What_cannot_be_read_is_an_error(string text, string problem)
    {
        ContractParser.Parse(text, out var errors);

        Assert.Equal(problem, Assert.Single(errors).Problem);
    }

    private static ContractLine[] Read(string text)
    {
        ContractLine[] lines = [.. ContractParser.Parse(text, out var errors)];
        Assert.Empty(errors);
        return lines;
    }
}
