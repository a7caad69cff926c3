using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Tests.Rules.Leaks;
using ResourceHygiene.Analyzers.Tests.Rules.Torch;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Fuzzing;

/// <summary>A text to start from, with a name that a reader of a failure can find.</summary>
internal sealed record FuzzSource(string Name, string Text);

/// <summary>What the fuzz test mutates: our own code, the samples, the corpus, and the snippets in the tests of the rules.</summary>
internal static class FuzzSources
{
    private static readonly string[] s_folders = ["src", "samples", "tests/ResourceHygiene.Analyzers.Tests/Corpus"];

    /// <summary>In an order that depends on names only.</summary>
    public static IReadOnlyList<FuzzSource> All { get; } = [.. Files(s_folders).Select(Read), .. Snippets()];

    private static IEnumerable<string> Files(params IEnumerable<string> folders) =>
        folders
            .SelectMany(static folder => Directory.EnumerateFiles(RepositoryPaths.Combine(folder), "*.cs", SearchOption.AllDirectories))
            .Select(static file => Path.GetRelativePath(RepositoryPaths.Root, file).Replace('\\', '/'))
            .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static FuzzSource Read(string file) => new(file, File.ReadAllText(RepositoryPaths.Combine(file)).ReplaceLineEndings("\n"));

    // LeakCode.InMethod("…") and its kind, in the form in which the test compiles them.
    private static IEnumerable<FuzzSource> Snippets()
    {
        foreach (string file in Files("tests/ResourceHygiene.Analyzers.Tests/Rules"))
        {
            SyntaxNode root = CSharpSyntaxTree.ParseText(Read(file).Text).GetRoot();
            foreach (InvocationExpressionSyntax call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: var form }, ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.Value: string markup } }, ..] }
                    && Wrap(form, WithoutMarkup(markup)) is { } text)
                {
                    int line = call.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                    yield return file.Contains("/Torch/", StringComparison.Ordinal)
                        ? new FuzzSource($"{file}({line})", TorchCode.Usings.Replace("global using", "using", StringComparison.Ordinal) + "\n" + text.Replace("(string path, bool flag, Stream given)", $"({TorchCode.Parameters})", StringComparison.Ordinal))
                        : new FuzzSource($"{file}({line})", text + "\n" + LeakCode.Library.Replace("global using", "using", StringComparison.Ordinal).Replace("using ResourceHygiene;", "", StringComparison.Ordinal));
                }
            }
        }
    }

    private static string? Wrap(string form, string text) => form switch
    {
        "InMethod" => $"class C\n{{\n    void M(string path, bool flag, Stream given)\n    {{\n{text}\n    }}\n}}",
        "InAsyncMethod" => $"class C\n{{\n    async Task M(string path, bool flag, Stream given)\n    {{\n{text}\n    }}\n}}",
        "InClass" => $"class C\n{{\n{text}\n}}",
        "InModule" => $"class Net : Module<Tensor, Tensor>\n{{\n{text}\n}}",
        "InFile" or "InProgram" => text,
        _ => null,
    };

    private static string WithoutMarkup(string markup)
    {
        string text = markup.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal);
        for (int start = text.IndexOf("{|", StringComparison.Ordinal); start >= 0; start = text.IndexOf("{|", StringComparison.Ordinal))
        {
            int end = text.IndexOf(':', start);
            text = end < 0 ? text.Remove(start, 2) : text.Remove(start, end - start + 1);
        }

        return text;
    }
}
