using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>An assembly that is declared by hand, as the packages are not at hand: names and signatures are those of the library.</summary>
/// <param name="Name">Name of the assembly, which decides what built-in lines are about.</param>
/// <param name="Source">Declarations.</param>
/// <param name="Needs">What it references.</param>
internal sealed record DeclaredLibrary(string Name, string Source, params DeclaredLibrary[] Needs)
{
    private readonly Lazy<MetadataReference> _reference = new(() => Compile(Name, Source, Needs));

    /// <summary>The library as others reference it.</summary>
    public MetadataReference Reference => _reference.Value;

    /// <summary>The library, compiled.</summary>
    /// <param name="name">Name of the assembly.</param>
    /// <param name="source">Its source.</param>
    /// <param name="needs">What it references.</param>
    /// <exception cref="VerificationException">It does not compile.</exception>
    public static MetadataReference Compile(string name, string source, params DeclaredLibrary[] needs)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText("using System; using System.Collections.Generic; using System.IO; using System.Threading.Tasks;\n" + source)],
            [.. TestReferences.Net10, .. needs.Select(static library => library.Reference)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        using MemoryStream image = new();
        Diagnostic[] errors = [.. compilation.Emit(image).Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0)
            throw new VerificationException($"The declarations of {name} do not compile: {errors[0]}");
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}

/// <summary>Runs the ownership rules over code that uses libraries. Code without marks must stay silent.</summary>
internal static class LibraryCode
{
    /// <summary>Statements of an unsafe method with the parameters <c>path</c>, <c>n</c> and <c>flag</c>.</summary>
    public static Task InMethod(string usings, string statements, params DeclaredLibrary[] libraries) =>
        InClass(usings, $"unsafe void M(string path, int n, bool flag)\n{{\n{statements}\n}}", libraries);

    /// <summary>Members of a class.</summary>
    public static Task InClass(string usings, string members, params DeclaredLibrary[] libraries)
    {
        AnalyzerTest<OwnershipAnalyzer> test = new()
        {
            Sources = { $"{usings}\nclass C\n{{\n{members}\n}}" },
            EditorConfig = "[*.cs]\ndotnet_diagnostic.RH1003.severity = none\ndotnet_diagnostic.RH1007.severity = none",
        };
        foreach (DeclaredLibrary library in libraries.SelectMany(static library => library.Needs.Append(library)))
            test.References.Add(library.Reference);
        return test.RunAsync();
    }
}
