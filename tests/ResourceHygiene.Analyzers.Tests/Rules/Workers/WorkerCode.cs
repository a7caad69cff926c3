using ResourceHygiene.Analyzers.Rules.Workers;
using ResourceHygiene.Generators.WorkerCommands;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Workers;

/// <summary>Sources about worker commands, looked at with what is generated for them, and as in an editor before that.</summary>
internal static class WorkerCode
{
    // What the compiler misses while the generated part is not there.
    private static readonly string[] s_missingPart = ["CS0246", "CS0117", "CS1061"];

    public static async Task VerifyAsync(string markup, params string[] allowedErrors)
    {
        await Test<WorkerCommandAnalyzer>(markup, allowedErrors, withGenerator: true).RunAsync();
        await Test<WorkerCommandAnalyzer>(markup, [.. allowedErrors, .. s_missingPart], withGenerator: false).RunAsync();
    }

    public static async Task VerifyMessageAsync(string markup, string id, string message, params string[] allowedErrors)
    {
        Assert.True(message.Length <= 160, $"{message.Length} characters");
        AnalyzerTest<WorkerCommandAnalyzer> test = Test<WorkerCommandAnalyzer>(markup, allowedErrors, withGenerator: true);
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<WorkerCommandAnalyzer>.Diagnostic(id, message).WithLocation(0));
        await test.RunAsync();
    }

    public static async Task VerifyHostAsync(string markup, Microsoft.CodeAnalysis.OutputKind kind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication)
    {
        foreach (bool withGenerator in new[] { true, false })
        {
            AnalyzerTest<WorkerHostAnalyzer> test = Test<WorkerHostAnalyzer>(markup, withGenerator ? [] : s_missingPart, withGenerator);
            test.OutputKind = kind;
            await test.RunAsync();
        }
    }

    private static AnalyzerTest<TAnalyzer> Test<TAnalyzer>(string markup, IEnumerable<string> allowedErrors, bool withGenerator)
        where TAnalyzer : Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer, new()
    {
        var test = new AnalyzerTest<TAnalyzer> { TestCode = "using System.Text.Json.Serialization; using ResourceHygiene.Workers;\n" + markup };
        test.AllowedCompilerDiagnostics.UnionWith(allowedErrors);
        if (withGenerator)
            test.Generators.Add(new WorkerCommandGenerator());
        return test;
    }
}
