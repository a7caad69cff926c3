using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.TrackedTargets;

/// <summary>
/// A fix applied to what the rules about targets of generated code report, as in an editor in which the generators have
/// not run: what they would write may be missing before and after.
/// </summary>
internal static class TargetFixes<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    private const string Library = "global using ResourceHygiene;";

    public static Task Fixes(string before, string after, params string[] errors)
    {
        CodeFixTest<TAnalyzer, TFix> test = Test(before, errors);
        test.FixedSources.Add(after);
        test.FixedSources.Add("Library.cs", Library);
        return test.RunAsync();
    }

    public static Task OffersNothing(string source, params string[] errors) => Test(source, errors).RunAsync();

    private static CodeFixTest<TAnalyzer, TFix> Test(string source, string[] errors)
    {
        var test = new CodeFixTest<TAnalyzer, TFix> { Sources = { source, { "Library.cs", Library } } };
        test.AllowedCompilerDiagnostics.UnionWith(errors);
        return test;
    }
}
