using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>Lines about libraries that are not at hand are about what the declarations of the tests have, which were written beside the libraries' sources.</summary>
public sealed class DeclaredLinesTests
{
    private const string Cuda = "cuda.contracts.txt";

    private static readonly Dictionary<string, DeclaredLibrary[]> Libraries = new(StringComparer.Ordinal)
    {
        ["drawing.contracts.txt"] = [DrawingLibrary.Drawing],
        ["silk.contracts.txt"] = [GraphicsLibraries.Silk, GraphicsLibraries.Windowing, GraphicsLibraries.Input],
        ["tensorflow.contracts.txt"] = [TensorFlowTests.Since],
        ["vortice.contracts.txt"] = [GraphicsLibraries.SharpGen, GraphicsLibraries.Dxgi, GraphicsLibraries.Direct3D11, GraphicsLibraries.Direct3D12, GraphicsLibraries.Direct2D1, GraphicsLibraries.Compilers, GraphicsLibraries.Dxc],
    };

    public static TheoryData<string> Files => [.. Libraries.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_line_is_about_a_member_of_the_declarations(string file)
    {
        CSharpCompilation compilation = CSharpCompilation.Create("Binding", references: [.. TestReferences.Net10, .. Libraries[file].Select(static library => library.Reference)]);

        Assert.Empty(Lines(file)
            .Select(line => ContractBinding.TypeOf(line, compilation) is null ? $"{file}({line.Number}): {line.TypeId}" : ContractBinding.Check(line, compilation) is { } error ? $"{file}({error.Line}): {error.Problem}" : null)
            .OfType<string>());
    }

    [Fact]
    public void Whatever_CUDA_gives_it_also_takes_back() => Assert.Empty(
        Lines(Cuda).SelectMany(static line => line.Facts).Where(static fact => fact.Family is not null)
            .GroupBy(static fact => fact.Family!, static fact => fact.Verb, StringComparer.Ordinal)
            .Where(static family => !family.Contains(ContractVerb.Owned) || !family.Contains(ContractVerb.Releases))
            .Select(static family => family.Key));

    private static ImmutableArray<ContractLine> Lines(string file) => ContractParser.Parse(
        File.ReadAllText(RepositoryPaths.Combine("src", "Analyzers", "ResourceHygiene.Analyzers", "Contracts", "BuiltIn", file)), out _);
}
