using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Testing;

/// <summary>What every test of a Roslyn component describes: a small C# project.</summary>
public abstract class RoslynTest
{
    private const string ImplicitUsingsText =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>The sources, with markup where the test type reads it.</summary>
    public TestFiles Sources { get; } = [];

    /// <summary>Adds the first or only source.</summary>
    public string TestCode
    {
        set => Sources.Add(value);
    }

    /// <summary>Files for analyzers and generators that are not code; markup works here too.</summary>
    public TestFiles AdditionalFiles { get; } = [];

    /// <summary>Text of an <c>.editorconfig</c> beside the sources, sections included.</summary>
    public string? EditorConfig { get; set; }

    /// <summary>Text of a global analyzer config, without the <c>is_global</c> line.</summary>
    public string? GlobalConfig { get; set; }

    /// <summary>MSBuild properties that the project makes visible to the compiler, by name.</summary>
    public IDictionary<string, string> BuildProperties { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>References besides .NET 10 and the product's runtime.</summary>
    public IList<MetadataReference> References { get; } = [];

    /// <summary>Whether the product's runtime assemblies beside the running tests are referenced.</summary>
    public bool ReferenceRuntime { get; set; } = true;

    public string AssemblyName { get; set; } = "TestProject";

    public LanguageVersion LanguageVersion { get; set; } = LanguageVersion.Latest;

    public NullableContextOptions Nullable { get; set; } = NullableContextOptions.Enable;

    public OutputKind OutputKind { get; set; } = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>Whether the sources see the namespaces that the SDK imports by default.</summary>
    public bool ImplicitUsings { get; set; } = true;

    /// <summary>Whether the sources may use pointers.</summary>
    public bool AllowUnsafe { get; set; } = true;

    /// <summary>Ids of compiler errors (in generator tests: also of warnings) that do not fail the test.</summary>
    public ISet<string> AllowedCompilerDiagnostics { get; } = new HashSet<string>(StringComparer.Ordinal);

    internal CSharpParseOptions ParseOptions =>
        new(LanguageVersion, DocumentationMode);

    /// <summary>Generator tests let the compiler complain about missing documentation, as it does for users who document.</summary>
    private protected virtual DocumentationMode DocumentationMode => DocumentationMode.Parse;

    internal ImmutableArray<MetadataReference> AllReferences =>
        [.. TestReferences.Net10, .. ReferenceRuntime ? TestReferences.Runtime : [], .. References];

    internal CSharpCompilationOptions CompilationOptions(TestConfig config) =>
        new CSharpCompilationOptions(OutputKind, nullableContextOptions: Nullable, allowUnsafe: AllowUnsafe, warningLevel: 9999)
            .WithSyntaxTreeOptionsProvider(config);

    internal TestConfig CreateConfig()
    {
        StringBuilder global = new("is_global = true\n");
        foreach ((string name, string value) in BuildProperties)
            global.Append("build_property.").Append(name).Append(" = ").Append(value).Append('\n');

        global.Append(GlobalConfig);
        return new TestConfig(EditorConfig, global.ToString());
    }

    internal ImmutableArray<MarkupFile> ParseSources()
    {
        if (Sources.Count == 0)
            throw new VerificationException("The test has no source.");

        // Global usings are C# 10.
        bool addUsings = ImplicitUsings && LanguageVersion.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp10;
        var sources = Sources.Parse();
        return addUsings ? sources.Add(new MarkupFile(TestFiles.Directory + "ImplicitUsings.cs", ImplicitUsingsText, [])) : sources;
    }

    internal CSharpCompilation CreateCompilation(ImmutableArray<MarkupFile> sources, TestConfig config) =>
        CSharpCompilation.Create(
            AssemblyName,
            sources.Select(file => ParseTree(file.Path, file.Text)),
            AllReferences,
            CompilationOptions(config));

    internal SyntaxTree ParseTree(string path, string text) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), ParseOptions, path);

    internal static ImmutableArray<AdditionalText> ToAdditionalTexts(ImmutableArray<MarkupFile> files) =>
        [.. files.Select(static file => new TestAdditionalText(file.Path, file.Text))];
}
