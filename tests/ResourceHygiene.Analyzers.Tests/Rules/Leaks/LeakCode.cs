using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks;

/// <summary>
/// Runs the leak rules over a few lines of C#. <c>[|…|]</c> marks RH1001, <c>{|RH1004:…|}</c> marks RH1004, and code
/// without marks must stay silent. The layer of exceptional paths is off; <see cref="ExceptionCode"/> has it on.
/// </summary>
internal static class LeakCode
{
    // What the examples talk about: a resource of the reader's own, and a few ways to pass it around.
    public const string Library =
        """
        global using ResourceHygiene;

        public class Resource : IDisposable
        {
            public string Name { get; set; } = "";
            public void Use() { }
            public void Dispose() => Name = "released";
        }

        public class AsyncResource : IAsyncDisposable
        {
            public void Use() { }
            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
        """;

    /// <summary>Statements of a method with the parameters <c>path</c>, <c>flag</c> and the borrowed <c>given</c>.</summary>
    public static Task InMethod(string statements) => InClass($"void M(string path, bool flag, Stream given)\n{{\n{statements}\n}}");

    /// <summary>Statements of an async method with the parameters <c>path</c>, <c>flag</c> and the borrowed <c>given</c>.</summary>
    public static Task InAsyncMethod(string statements) => InClass($"async Task M(string path, bool flag, Stream given)\n{{\n{statements}\n}}");

    /// <summary>Members of a class.</summary>
    public static Task InClass(string members) => InFile($"class C\n{{\n{members}\n}}");

    /// <summary>A whole file.</summary>
    public static Task InFile(string source) => Test(source).RunAsync();

    /// <summary>Top-level statements.</summary>
    public static Task InProgram(string statements)
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test(statements);
        test.OutputKind = OutputKind.ConsoleApplication;
        return test.RunAsync();
    }

    /// <summary>A test to be configured further.</summary>
    public static AnalyzerTest<OwnershipAnalyzer> Test(string source) => new()
    {
        Sources = { source, { "Library.cs", Library } },
        ImplicitUsings = true,
        EditorConfig = "[*.cs]\ndotnet_diagnostic.RH1003.severity = none\ndotnet_diagnostic.RH1007.severity = none",
    };
}
