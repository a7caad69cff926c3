using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.CodeFixes.Leaks;

namespace ResourceHygiene.Analyzers.Tests.Fuzzing;

/// <summary>Runs analyzers over one case and all fixes over what they report, and returns what was thrown.</summary>
internal sealed class FuzzRun(ImmutableArray<DiagnosticAnalyzer> analyzers)
{
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using ResourceHygiene;
        """;

    // Nothing here takes a second. Who waits that long waits for ever, and a stuck build is as bad as a crash.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    // Compilations derived from one share what the compiler knows about the references.
    private static readonly ConcurrentDictionary<FuzzReferences, CSharpCompilation> s_bases = new();

    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.Preview);
    private static readonly CSharpCompilationOptions s_options = new(
        OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true, concurrentBuild: false);

    private static readonly SyntaxTree s_usings = CSharpSyntaxTree.ParseText(Usings, s_parseOptions, "Usings.cs", Encoding.UTF8);

    private readonly ImmutableArray<CodeFixProvider> _fixes =
    [
        .. typeof(DeclareWithUsingFix).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!)
    ];

    /// <summary>The first exception of an analyzer or a fix, or null.</summary>
    /// <exception cref="TimeoutException">The analysis does not end.</exception>
    public Task<Exception?> FirstExceptionAsync(FuzzCase @case)
    {
        CancellationTokenSource patience = new(s_patience);
        Task<Exception?> run = Task.Run(() => RunAsync(@case, patience.Token));
        // Code that never looks at its token is given up as well.
        return run.WaitAsync(s_patience + s_patience);
    }

    private async Task<Exception?> RunAsync(FuzzCase @case, CancellationToken cancellation)
    {
        CSharpCompilation compilation = Compile(@case, out SyntaxTree tree);
        ImmutableArray<Diagnostic> diagnostics;
        try
        {
            (diagnostics, IReadOnlyCollection<Exception> exceptions) = await ProductAnalyzers.RunAsync(compilation, analyzers, @case.Mode, cancellation);
            if (exceptions.Count > 0)
                return exceptions.FirstOrDefault(exception => !CompilerCrash.Explains(exception, compilation, cancellation));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What the compiler throws while it feeds the analyzers goes past their handler.
            return CompilerCrash.Explains(exception, compilation, cancellation) ? null : exception;
        }

        return await FixAsync(@case, [.. diagnostics.Where(diagnostic => diagnostic.Location.SourceTree == tree)], cancellation);
    }

    /// <summary>The case as the compiler sees it.</summary>
    public static CSharpCompilation Compile(FuzzCase @case, out SyntaxTree tree)
    {
        tree = CSharpSyntaxTree.ParseText(SourceText.From(@case.Text, Encoding.UTF8), s_parseOptions, "Case.cs");
        CSharpCompilation compilation = s_bases.GetOrAdd(@case.References, CreateBase).AddSyntaxTrees(tree);
        return @case.HasUsings ? compilation.AddSyntaxTrees(s_usings) : compilation;
    }

    private static CSharpCompilation CreateBase(FuzzReferences references) =>
        CSharpCompilation.Create("Fuzz", references: FuzzCase.Resolve(references), options: s_options);

    private async Task<Exception?> FixAsync(FuzzCase @case, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        if (!diagnostics.Any(diagnostic => _fixes.Any(fix => fix.FixableDiagnosticIds.Contains(diagnostic.Id))))
            return null;
        using AdhocWorkspace workspace = new();
        Document document = CreateDocument(workspace, @case);
        foreach (Diagnostic diagnostic in diagnostics)
        {
            foreach (CodeFixProvider fix in _fixes.Where(fix => fix.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                if (await TryFixAsync(fix, document, diagnostic, cancellation) is { } exception)
                    return exception;
            }
        }

        return null;
    }

    private static Document CreateDocument(AdhocWorkspace workspace, FuzzCase @case)
    {
        ProjectId id = ProjectId.CreateNewId();
        DocumentId documentId = DocumentId.CreateNewId(id);
        Solution solution = workspace.CurrentSolution
            .AddProject(id, "Fuzz", "Fuzz", LanguageNames.CSharp)
            .WithProjectParseOptions(id, s_parseOptions)
            .WithProjectCompilationOptions(id, s_options)
            .WithProjectMetadataReferences(id, FuzzCase.Resolve(@case.References))
            .AddDocument(documentId, "Case.cs", SourceText.From(@case.Text), filePath: "Case.cs");
        if (@case.HasUsings)
            solution = solution.AddDocument(DocumentId.CreateNewId(id), "Usings.cs", SourceText.From(Usings), filePath: "Usings.cs");
        return solution.GetDocument(documentId)!;
    }

    private static async Task<Exception?> TryFixAsync(CodeFixProvider fix, Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        try
        {
            List<CodeAction> actions = [];
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), cancellation));
            foreach (CodeAction action in actions)
                await action.GetOperationsAsync(cancellation);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return exception;
        }
    }
}
