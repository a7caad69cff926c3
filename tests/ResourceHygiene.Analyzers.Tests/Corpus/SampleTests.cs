using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Corpus;

/// <summary>The sample about training shows a clean program beside a leaky one; so do the rules.</summary>
public sealed class SampleTests
{
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // What is lost if the library throws between two calls of one expression: a suggestion, and the sample's brevity.
    private const string Exceptional = "RH1007";

    private static readonly string s_sample = RepositoryPaths.Combine("samples", "TorchTraining");

    [Fact]
    public async Task Clean_training_is_left_alone() => Assert.Empty(await ReportsInAsync("CleanTraining.cs"));

    [Fact]
    public async Task Leaky_training_is_not()
    {
        string[] reports = await ReportsInAsync("LeakyTraining.cs");

        Assert.Superset(new HashSet<string> { "RH5001", "RH5002", "RH5006" }, reports.Select(static report => report.Split(' ')[0]).ToHashSet());
    }

    private static async Task<string[]> ReportsInAsync(string file)
    {
        CSharpCompilation sample = CSharpCompilation.Create(
            "TorchTraining",
            Directory.EnumerateFiles(s_sample, "*.cs").Select(static path => Parse(Path.GetFileName(path), File.ReadAllText(path))).Append(Parse("Usings.cs", Usings)),
            [.. TestReferences.Net10, .. TestReferences.Runtime, Beside("TorchSharp.dll"), Beside("ResourceHygiene.TorchSharp.dll")],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(sample.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(static diagnostic => diagnostic.ToString()));

        (ImmutableArray<Diagnostic> diagnostics, IReadOnlyCollection<Exception> exceptions) = await ProductAnalyzers.RunAsync(sample, ProductAnalyzers.All, "recommended");

        Assert.True(exceptions.Count == 0, string.Join('\n', exceptions));
        return
        [
            .. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Info && diagnostic.Id != Exceptional && diagnostic.Location.SourceTree?.FilePath == file)
                .Select(static diagnostic => $"{diagnostic.Id} {diagnostic}")
                .Order(StringComparer.Ordinal)
        ];
    }

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), path);

    private static MetadataReference Beside(string library) => TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, library));
}
