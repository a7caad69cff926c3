using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Analyzers.Benchmarks.Inputs;

/// <summary>One source file, read but not parsed.</summary>
public sealed record SourceFile(string Path, SourceText Text);

/// <summary>What is compiled and analysed: the same files, references and options for everybody who is measured.</summary>
/// <param name="Name">Name of the assembly.</param>
/// <param name="Files">The sources.</param>
/// <param name="References">What they are compiled against.</param>
/// <param name="ParseOptions">Language version and preprocessor symbols.</param>
/// <param name="Options">Compilation options; <see cref="Compile"/> decides about concurrency.</param>
public sealed record Workload(
    string Name,
    ImmutableArray<SourceFile> Files,
    ImmutableArray<MetadataReference> References,
    CSharpParseOptions ParseOptions,
    CSharpCompilationOptions Options)
{
    /// <summary>Whether the compiler and the analyzers may use several threads; always the same for both.</summary>
    public bool IsConcurrent { get; init; } = true;

    /// <summary>Physical lines, comments and blank lines included.</summary>
    public int Lines => Files.Sum(static file => file.Text.Lines.Count);

    /// <summary>Parses every file anew.</summary>
    public ImmutableArray<SyntaxTree> Parse()
    {
        var trees = new SyntaxTree[Files.Length];
        if (IsConcurrent)
            Parallel.For(0, trees.Length, ParseOne);
        else
            for (int i = 0; i < trees.Length; i++)
                ParseOne(i);
        return ImmutableArray.Create(trees);

        void ParseOne(int i)
        {
            trees[i] = CSharpSyntaxTree.ParseText(Files[i].Text, ParseOptions, Files[i].Path);
            // A tree is parsed when somebody asks for its root.
            trees[i].GetRoot();
        }
    }

    /// <summary>
    /// The same as an editor holds it: with documentation comments at least parsed. Without, the compiler never says that a
    /// single file is complete, and analyzers that wait for that look fast.
    /// </summary>
    public Workload AsEdited() => ParseOptions.DocumentationMode == DocumentationMode.None
        ? this with { ParseOptions = ParseOptions.WithDocumentationMode(DocumentationMode.Parse) }
        : this;

    /// <summary>A compilation that knows nothing yet beyond its syntax.</summary>
    public CSharpCompilation Compile(ImmutableArray<SyntaxTree> trees) =>
        CSharpCompilation.Create(Name, trees, References, Options.WithConcurrentBuild(IsConcurrent));

    /// <summary>Throws with the first errors unless the sources compile: half a compilation would be a flattering measure.</summary>
    public Workload Checked()
    {
        Diagnostic[] errors = [.. Compile(Parse()).GetDiagnostics().Where(static found => found.DefaultSeverity == DiagnosticSeverity.Error)];
        return errors is []
            ? this
            : throw new InvalidOperationException($"{Name} does not compile ({errors.Length} errors):\n{string.Join('\n', errors.Take(10))}");
    }
}
