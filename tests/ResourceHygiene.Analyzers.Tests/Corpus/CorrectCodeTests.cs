using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Corpus;

/// <summary>
/// Code as it stands in real programs, all of it correct: every resource is released exactly once on every path, and
/// nothing is used afterwards. A report of any rule on any file is a false one. Exceptional paths are correct as well,
/// unless the file says otherwise in its first line.
/// </summary>
public sealed class CorrectCodeTests
{
    private const string Unsafe = "// not exception-safe on purpose";

    // That a public method does not say what it hands out makes no code wrong; none of these files is annotated.
    private const string Unsaid = "RH7001";

    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly string s_folder = RepositoryPaths.Combine("tests", "ResourceHygiene.Analyzers.Tests", "Corpus", "Correct");
    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.Latest);
    private static readonly SyntaxTree s_usings = Parse("Usings.cs", Usings);

    // What the layer of exceptional paths says about code that leaves it out.
    private static readonly string[] s_exceptional = ["RH1003", "RH1007", "RH2004"];

    private static readonly string[] s_files =
    [
        .. Directory.EnumerateFiles(s_folder, "*.cs", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(s_folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
    ];

    public static TheoryData<string> Files => [.. s_files];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Correct_code_is_left_alone(string file)
    {
        string text = Read(file);
        bool isUnsafe = text.StartsWith(Unsafe, StringComparison.Ordinal);

        (ImmutableArray<Diagnostic> diagnostics, IReadOnlyCollection<Exception> exceptions) =
            await ProductAnalyzers.RunAsync(Compile(file, text), ProductAnalyzers.All, "ci");

        Assert.True(exceptions.Count == 0, string.Join('\n', exceptions));
        string[] reports =
        [
            .. diagnostics
                .Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Info && diagnostic.Id != Unsaid)
                .Where(diagnostic => !isUnsafe || !s_exceptional.Contains(diagnostic.Id, StringComparer.Ordinal))
                .Select(static diagnostic => diagnostic.ToString())
                .Order(StringComparer.Ordinal)
        ];
        Assert.True(reports is [], string.Join('\n', reports));
    }

    [Fact]
    public void The_corpus_compiles_and_is_large()
    {
        string[] errors =
        [
            .. s_files.AsParallel()
                .SelectMany(static file => Compile(file, Read(file)).GetDiagnostics())
                .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(static diagnostic => diagnostic.ToString())
                .Order(StringComparer.Ordinal)
        ];

        Assert.True(errors is [], string.Join('\n', errors));
        Assert.True(s_files.Length >= 150, $"There are {s_files.Length} files.");
    }

    [Fact]
    public async Task A_leak_in_the_corpus_would_be_reported()
    {
        const string Leak = "class Planted { int M() { var file = File.OpenRead(\"a\"); return file.ReadByte(); } }";

        (ImmutableArray<Diagnostic> diagnostics, _) = await ProductAnalyzers.RunAsync(Compile("Planted.cs", Leak), ProductAnalyzers.All, "ci");

        Assert.Equal(["RH1001"], diagnostics.Select(static diagnostic => diagnostic.Id));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(s_folder, file));

    internal static CSharpCompilation Compile(string file, string text) => CSharpCompilation.Create(
        "Corpus",
        [Parse(file, text), s_usings],
        [.. TestReferences.Net10, .. TestReferences.Runtime, .. LibrariesOf(file)],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    // A library decides which names mean something, so it is there only for the code that uses it.
    private static MetadataReference[] LibrariesOf(string file) =>
        file.StartsWith("Tensors/", StringComparison.Ordinal) ? [TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll"))] : [];

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, s_parseOptions, path, Encoding.UTF8);
}
