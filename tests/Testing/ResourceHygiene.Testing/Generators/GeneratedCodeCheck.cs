using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResourceHygiene.Testing;

/// <summary>
/// Generated code lands in projects that treat warnings as errors, with any nullable setting and with documentation
/// required: there, too, it must compile without a word, and cause none in the user's own files.
/// </summary>
internal static class GeneratedCodeCheck
{
    public static void Verify(RoslynTest test, GeneratorRun run)
    {
        Verify(test, run, NullableContextOptions.Enable);
        Verify(test, run, NullableContextOptions.Disable);
    }

    private static void Verify(RoslynTest test, GeneratorRun run, NullableContextOptions nullable)
    {
        HashSet<(string Id, FileSpan At)> alreadyThere =
            [.. Problems(test, run.Input, nullable).Where(static d => d.Severity == DiagnosticSeverity.Warning).Select(Identity)];
        HashSet<SyntaxTree> userTrees = [.. run.Input.SyntaxTrees];

        ImmutableArray<Diagnostic> added =
        [
            .. Problems(test, run.OutputCompilation, nullable)
                .Where(d => d.Location.SourceTree is not { } tree || !userTrees.Contains(tree) || !alreadyThere.Contains(Identity(d)))
        ];
        if (added.IsEmpty)
            return;

        string generated = string.Join('\n', run.Output.Select(static file => $"// ---- {file.Key}\n{file.Value}"));
        throw new VerificationException($"With nullable {nullable} the output does not compile cleanly:\n{DiagnosticText.All(added)}\n\n{generated}");
    }

    private static IEnumerable<Diagnostic> Problems(RoslynTest test, CSharpCompilation compilation, NullableContextOptions nullable) =>
        compilation
            .WithOptions(compilation.Options.WithNullableContextOptions(nullable))
            .GetDiagnostics()
            .Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed && !test.AllowedCompilerDiagnostics.Contains(d.Id));

    private static (string Id, FileSpan At) Identity(Diagnostic diagnostic) => (diagnostic.Id, FileSpan.Of(diagnostic.Location));
}
