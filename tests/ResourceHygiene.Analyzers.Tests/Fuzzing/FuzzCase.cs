using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Fuzzing;

/// <summary>What the compilation can see.</summary>
internal enum FuzzReferences
{
    All,

    /// <summary>The framework, and nothing of the product.</summary>
    Framework,

    /// <summary>Types like object and string, hardly any disposable ones.</summary>
    Core,

    /// <summary>Not even System.Object.</summary>
    Nothing,
}

/// <summary>One compilation to be analysed. Its text is a function of the seed and of the repository's sources.</summary>
internal sealed record FuzzCase(int Seed, string Origin, string Text, FuzzReferences References, bool HasUsings, string Mode)
{
    private static readonly string[] s_core = ["System.Runtime", "System.Collections", "System.Linq", "netstandard"];

    public static FuzzCase FromSeed(int seed)
    {
        // Neighbouring seeds give a Random neighbouring first numbers.
        Random random = new(unchecked((seed * 486_187_739) + 1_000_003));
        IReadOnlyList<FuzzSource> sources = FuzzSources.All;
        FuzzSource source = sources[random.Next(sources.Count)];
        FuzzSource donor = sources[random.Next(sources.Count)];
        string text = new SourceMutator(random, donor.Text).Mutate(source.Text);
        FuzzReferences references = random.Next(20) switch
        {
            0 => FuzzReferences.Nothing,
            1 => FuzzReferences.Core,
            2 or 3 => FuzzReferences.Framework,
            _ => FuzzReferences.All,
        };
        return new FuzzCase(seed, source.Name, text, references, HasUsings: random.Next(8) != 0, Mode: random.Next(4) == 0 ? "recommended" : "audit");
    }

    /// <summary>A whole file, cut off after every k-th token, as the compiler sees it while somebody writes.</summary>
    public static IEnumerable<FuzzCase> WhileTyping(int seed)
    {
        const int Cuts = 24;
        Random random = new(unchecked((seed * 715_225_741) + 7));
        FuzzSource source = FuzzSources.All[random.Next(FuzzSources.All.Count)];
        SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(source.Text).GetRoot().DescendantTokens()];
        int step = Math.Max(1, tokens.Length / Cuts);
        for (int i = random.Next(step); i < tokens.Length; i += step)
            yield return new FuzzCase(seed, source.Name, source.Text[..tokens[i].Span.End], FuzzReferences.All, HasUsings: true, "audit");
    }

    public static ImmutableArray<MetadataReference> Resolve(FuzzReferences references) => references switch
    {
        FuzzReferences.All => [.. TestReferences.Net10, .. TestReferences.Runtime, TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll"))],
        FuzzReferences.Framework => TestReferences.Net10,
        FuzzReferences.Core => [.. TestReferences.Net10.Where(static reference => s_core.Contains(Path.GetFileNameWithoutExtension(reference.Display), StringComparer.Ordinal))],
        _ => [],
    };
}
