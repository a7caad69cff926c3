using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResourceHygiene.Testing;

/// <summary>
/// Generated code lands in projects that treat warnings as errors, with any nullable setting, with documentation required, and in
/// older versions of the language: there, too, it must compile without a word, and cause none in the user's own files.
/// </summary>
internal static class GeneratedCodeCheck
{
    // Properties with a generated half are C# 13; what is generated for whole types serves projects of .NET 8 as they come.
    private static readonly LanguageVersion[] s_olderVersions = [LanguageVersion.CSharp12, LanguageVersion.CSharp13];

    public static void Verify(RoslynTest test, GeneratorRun run)
    {
        Verify(test, run.Input, run.OutputCompilation, run, NullableContextOptions.Enable);
        Verify(test, run.Input, run.OutputCompilation, run, NullableContextOptions.Disable);

        foreach (LanguageVersion version in s_olderVersions)
        {
            if (version >= run.Input.LanguageVersion)
                continue;
            CSharpCompilation input = In(version, run.Input);
            if (!NeedsNewer(run.Input, input))
                Verify(test, input, input.AddSyntaxTrees(Generated(version, run)), run, NullableContextOptions.Enable);
        }
    }

    private static void Verify(RoslynTest test, CSharpCompilation input, CSharpCompilation output, GeneratorRun run, NullableContextOptions nullable)
    {
        HashSet<(string Id, FileSpan At)> alreadyThere =
            [.. Problems(test, input, nullable).Where(static d => d.Severity == DiagnosticSeverity.Warning).Select(Identity)];
        HashSet<SyntaxTree> userTrees = [.. input.SyntaxTrees];

        ImmutableArray<Diagnostic> added =
        [
            .. Problems(test, output, nullable)
                .Where(d => d.Location.SourceTree is not { } tree || !userTrees.Contains(tree) || !alreadyThere.Contains(Identity(d)))
        ];
        if (added.IsEmpty)
            return;

        string generated = string.Join('\n', run.Output.Select(static file => $"// ---- {file.Key}\n{file.Value}"));
        throw new VerificationException(
            $"With nullable {nullable} and C# {output.LanguageVersion.ToDisplayString()} the output does not compile cleanly:\n{DiagnosticText.All(added)}\n\n{generated}");
    }

    private static CSharpCompilation In(LanguageVersion version, CSharpCompilation compilation) =>
        compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Select(tree => In(version, tree)));

    private static IEnumerable<SyntaxTree> Generated(LanguageVersion version, GeneratorRun run) =>
        run.OutputCompilation.SyntaxTrees.Except(run.Input.SyntaxTrees).Select(tree => In(version, tree));

    /// <summary>The same text, read by another version's rules.</summary>
    private static SyntaxTree In(LanguageVersion version, SyntaxTree tree) =>
        CSharpSyntaxTree.ParseText(tree.GetText(), ((CSharpParseOptions)tree.Options).WithLanguageVersion(version), tree.FilePath);

    /// <summary>Whether the user's own code means something else, or nothing, in the older version.</summary>
    private static bool NeedsNewer(CSharpCompilation newer, CSharpCompilation older) => !Errors(newer).SetEquals(Errors(older));

    private static HashSet<(string Id, FileSpan At)> Errors(CSharpCompilation compilation) =>
        [.. compilation.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error).Select(Identity)];

    private static IEnumerable<Diagnostic> Problems(RoslynTest test, CSharpCompilation compilation, NullableContextOptions nullable) =>
        compilation
            .WithOptions(compilation.Options.WithNullableContextOptions(nullable))
            .GetDiagnostics()
            .Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed && !test.AllowedCompilerDiagnostics.Contains(d.Id));

    private static (string Id, FileSpan At) Identity(Diagnostic diagnostic) => (diagnostic.Id, FileSpan.Of(diagnostic.Location));
}
