using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Torch;

/// <summary>
/// Runs the ownership rules over a few lines of C# that work with tensors. <c>{|RH5001:…|}</c> and its like mark what is reported;
/// code without marks must stay silent.
/// </summary>
internal static class ScopeCode
{
    private const string Usings =
        """
        global using ResourceHygiene;
        global using TorchSharp;
        global using TorchSharp.Modules;
        global using static TorchSharp.torch;
        global using static TorchSharp.torch.nn;
        """;

    /// <summary>Statements of a method without a result, with the parameters <c>x</c>, <c>y</c>, <c>model</c>, <c>flag</c> and <c>n</c>.</summary>
    public static Task InMethod(string statements) => Returning("void", statements);

    /// <summary>Statements of a method that returns something, with the same parameters.</summary>
    public static Task Returning(string type, string statements) =>
        InClass($"{type} M(Tensor x, Tensor y, nn.Module<Tensor, Tensor> model, bool flag, int n)\n{{\n{statements}\n}}");

    /// <summary>Statements of an async method with the same parameters.</summary>
    public static Task InAsyncMethod(string statements) => Returning("async Task", statements);

    /// <summary>Statements in a loop, with the same parameters.</summary>
    public static Task InLoop(string statements) => InMethod($"for (int i = 0; i < n; i++)\n{{\n{statements}\n}}");

    /// <summary>Members of a class.</summary>
    public static Task InClass(string members) => InFile($"class C\n{{\n{members}\n}}");

    /// <summary>Members of a model that takes two linear layers.</summary>
    public static Task InModel(string members) => InFile(
        $$"""
        sealed class Net : nn.Module<Tensor, Tensor>
        {
            private readonly Linear first = Linear(8, 8);
            private readonly Linear second = Linear(8, 8);
            public Net() : base("net") { RegisterComponents(); }
        {{members}}
        }
        """);

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
        Sources = { source, { "Usings.cs", Usings } },
        References = { TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")) },
    };
}
