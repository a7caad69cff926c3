using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Analyzers.Summaries;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Summaries;

/// <summary>How a project that references another one sees it.</summary>
public enum Seen
{
    /// <summary>Built, with its summary.</summary>
    AsAssembly,

    /// <summary>Open in the same IDE, as source.</summary>
    AsProject,
}

/// <summary>A library, what is published about it, and projects that use it.</summary>
internal static class SummaryCode
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.IO;\nusing System.Threading.Tasks;\nusing ResourceHygiene;\n";

    /// <summary>A library to be configured further.</summary>
    public static GeneratorTest<OwnershipSummaryGenerator> Library(string source) => new()
    {
        TestCode = Usings + "#pragma warning disable CS1591\n" + source,
        AssemblyName = "Library",
    };

    /// <summary>The published lines.</summary>
    public static string[] LinesOf(string library) => LinesIn(Library(library).Generate());

    /// <inheritdoc cref="LinesOf(string)"/>
    public static string[] LinesIn(IReadOnlyDictionary<string, string> generated) =>
    [
        .. generated.Values.SelectMany(static file => file.Split('\n'))
            .Where(static line => line.StartsWith("M:", StringComparison.Ordinal) || line.StartsWith("T:", StringComparison.Ordinal))
    ];

    public static MetadataReference Reference(string library, Seen seen) =>
        seen == Seen.AsAssembly ? Library(library).CompileToReference() : Library(library).ReferenceAsProject();

    /// <summary>Analyses members of a class that uses a library. <c>[|…|]</c> marks RH1001.</summary>
    public static Task UseAsync(MetadataReference library, string members) => Consumer(library, members).RunAsync();

    /// <inheritdoc cref="UseAsync"/>
    public static AnalyzerTest<OwnershipAnalyzer> Consumer(MetadataReference library, string members) => new()
    {
        TestCode = $"class C\n{{\n{members}\n}}",
        References = { library },
        EditorConfig = "[*.cs]\ndotnet_diagnostic.RH1003.severity = none\ndotnet_diagnostic.RH1007.severity = none",
    };
}
