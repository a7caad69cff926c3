using ResourceHygiene.Analyzers.Rules.Torch;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Torch;

/// <summary>
/// Runs the rules about the use of TorchSharp over a few lines of C#. <c>{|RH5010:…|}</c> and its like mark what is reported; code
/// without marks must stay silent.
/// </summary>
internal static class TorchCode
{
    public const string Usings =
        """
        global using TorchSharp;
        global using TorchSharp.Modules;
        global using static TorchSharp.torch;
        global using static TorchSharp.torch.nn;
        global using static TorchSharp.torch.utils.data;
        """;

    /// <summary>What the statements of a method may name.</summary>
    public const string Parameters = "Tensor x, Module<Tensor, Tensor> model, DataLoader loader, Dataset data, bool flag";

    /// <summary>Statements of a method with the parameters <c>x</c>, <c>model</c>, <c>loader</c>, <c>data</c> and <c>flag</c>.</summary>
    public static Task InMethod(string statements) => InClass($"void M({Parameters})\n{{\n{statements}\n}}");

    /// <summary>Statements of an async method with the same parameters.</summary>
    public static Task InAsyncMethod(string statements) => InClass($"async Task M({Parameters})\n{{\n{statements}\n}}");

    /// <summary>Members of a class.</summary>
    public static Task InClass(string members) => InFile($"class C\n{{\n{members}\n}}");

    /// <summary>Members of a module whose constructor is among them.</summary>
    public static Task InModule(string members) => InFile($"class Net : Module<Tensor, Tensor>\n{{\n{members}\npublic override Tensor forward(Tensor input) => input.alias();\n}}");

    /// <summary>A whole file.</summary>
    public static Task InFile(string source) => Test(source).RunAsync();

    /// <summary>A test to be configured further.</summary>
    public static AnalyzerTest<TorchUsageAnalyzer> Test(string source) => new()
    {
        Sources = { source, { "Usings.cs", Usings } },
        References = { TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")) },
    };
}
