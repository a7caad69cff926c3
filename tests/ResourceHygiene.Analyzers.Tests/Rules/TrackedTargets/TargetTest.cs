using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Generators.ReleaseHandlers;
using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets;

/// <summary>
/// Tests a rule about generated code twice: with what the generators wrote, as in a build, and without, as in an editor
/// that runs generators only on save. The verdict must be the same.
/// </summary>
internal static class TargetTest<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    // What the compiler misses while the generated part is not there.
    private static readonly string[] s_missingPart = ["CS0103", "CS0115", "CS0117", "CS0535", "CS0759", "CS1061", "CS1503", "CS1674", "CS9248"];

    public static async Task VerifyAsync(string markup, params string[] allowedErrors)
    {
        await CreateTest(markup, allowedErrors, withGenerators: true).RunAsync();
        await CreateTest(markup, [.. allowedErrors, .. s_missingPart], withGenerators: false).RunAsync();
    }

    public static async Task VerifyMessageAsync(string markup, string id, string message, params string[] allowedErrors)
    {
        Assert.True(message.Length <= 160, $"{message.Length} characters");
        AnalyzerTest<TAnalyzer> test = CreateTest(markup, allowedErrors, withGenerators: true);
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<TAnalyzer>.Diagnostic(id, message).WithLocation(0));
        await test.RunAsync();
    }

    private static AnalyzerTest<TAnalyzer> CreateTest(string markup, IEnumerable<string> allowedErrors, bool withGenerators)
    {
        var test = new AnalyzerTest<TAnalyzer> { TestCode = "using ResourceHygiene;\n" + markup };
        test.AllowedCompilerDiagnostics.UnionWith(allowedErrors);
        if (withGenerators)
        {
            test.Generators.Add(new TrackedResourceGenerator());
            test.Generators.Add(new ReleaseHandlerGenerator());
        }

        return test;
    }
}
