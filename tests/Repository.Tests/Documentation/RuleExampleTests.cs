using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Repository.Tests.Documentation;

/// <summary>
/// What the pages of the ownership rules show is true: what stands under Violation is reported by the rule, with the message
/// that a comment quotes, and what stands under Fix is not reported by any rule.
/// </summary>
public sealed partial class RuleExampleTests
{
    // What the examples take for granted. Without bodies, so that nothing can be read off them.
    private const string Prelude =
        """
        global using System;
        global using System.Buffers;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.IO.Compression;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Runtime.InteropServices;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using ResourceHygiene;

        public sealed class Session : IDisposable
        {
            public extern Session([TakesOwnership] IDisposable connection, string settings);
            public extern void Dispose();
        }

        public sealed class Resource : IDisposable
        {
            public string Name { get; set; } = "";
            public extern void Dispose();
        }

        public partial class Example
        {
            [return: Owned]
            private extern Resource Connect();
            private extern string Load(string path);
            private extern string Compute();
            private extern int Parse([Borrowed] Stream input);
            private extern void Fill(byte[] buffer);
            private extern void Log(bool early);
        }
        """;

    // What the examples about tensors take for granted besides.
    private const string TorchPrelude =
        """
        global using TorchSharp;
        global using TorchSharp.Modules;
        """;

    public static TheoryData<string> Pages => [.. Ids];

    private static IEnumerable<string> Ids => RuleCatalog.Rules
        .Select(static rule => rule.Id)
        .Where(static id => id[..3] is "RH1" or "RH2" or "RH3" or "RH4" or "RH5" or "RH6" || id is "RH7001" or "RH7002" or "RH7003");

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task What_the_page_calls_a_violation_is_reported(string id)
    {
        foreach (Match block in CodeIn(id, "Violation"))
        {
            ImmutableArray<Diagnostic> reported = await AnalyzeAsync(id, block.Value);
            Assert.True(reported.Any(diagnostic => diagnostic.Id == id), $"{id} is not reported, but {string.Join('\n', reported)} on\n{block.Value}");
            Nothing.In(reported.Where(diagnostic => diagnostic.Id != id));

            string[] said = [.. reported.Select(static diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture))];
            Nothing.In(Comment().Matches(block.Value)
                .Select(static comment => comment.Groups["text"].Value)
                .Where(static comment => comment.Contains('\'', StringComparison.Ordinal))
                .Where(comment => !said.Any(message => message == comment))
                .Select(comment => $"The page says: {comment}\nThe rule says: {string.Join("\n               ", said)}"));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task What_the_page_calls_a_fix_is_not_reported(string id)
    {
        foreach (Match block in CodeIn(id, "Fix"))
            Nothing.In(await AnalyzeAsync(id, block.Value));
    }

    [Fact]
    public void Every_page_shows_a_violation() =>
        Nothing.In(Ids.Where(static id => CodeIn(id, "Violation").Count == 0));

    private static MatchCollection CodeIn(string id, string section)
    {
        string page = RepositoryFiles.Read($"docs/rules/{id}.md").ReplaceLineEndings("\n");
        int start = page.IndexOf($"\n## {section}\n", StringComparison.Ordinal);
        int end = page.IndexOf("\n## ", start + 4, StringComparison.Ordinal);
        return Code().Matches(page[start..end]);
    }

    // Members of a class; types beside them are nested, and statements become a method. Line 1 of the code is line 1 here.
    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string id, string code)
    {
        string source = IsStatements(code)
            ? $"partial class Example {{ object? M(string path, string text, bool early) {{ {code}\nreturn null; }} }}"
            : $"partial class Example {{ {code}\n}}";
        bool isTorch = id.StartsWith("RH5", StringComparison.Ordinal);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Example",
            (isTorch ? new[] { source, Prelude, TorchPrelude } : [source, Prelude]).Select(static text => CSharpSyntaxTree.ParseText(text)),
            [.. TestReferences.Net10, .. TestReferences.Runtime, .. isTorch ? new[] { TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")) } : []],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Nothing.In(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        ImmutableArray<Diagnostic> reported = await compilation
            .WithAnalyzers(RuleCatalog.Analyzers)
            .GetAnalyzerDiagnosticsAsync();
        return [.. reported.Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden)];
    }

    private static bool IsStatements(string code) =>
        CSharpSyntaxTree.ParseText($"class C {{\n{code}\n}}").GetDiagnostics().Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    [GeneratedRegex("(?<=```csharp\n).*?(?=```)", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"// (?<text>.+)")]
    private static partial Regex Comment();
}
