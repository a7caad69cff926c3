using Microsoft.CodeAnalysis.CodeFixes;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Torch;

/// <summary>
/// A fix applied to what the ownership rules report about tensors and modules, one by one and with Fix All. Marks in the text
/// afterwards are what is still reported.
/// </summary>
internal static class ScopeFixes<TFix>
    where TFix : CodeFixProvider, new()
{
    private const string Usings =
        """
        global using TorchSharp;
        global using TorchSharp.Modules;
        """;

    /// <summary>Statements of a method with the parameters <c>x</c>, <c>y</c>, <c>model</c>, <c>flag</c> and <c>n</c>, before and after.</summary>
    public static Task Fixes(string before, string after, string type = "void")
    {
        CodeFixTest<OwnershipAnalyzer, TFix> test = Test(Method(before, type));
        test.FixedSources.Add(Method(after, type));
        test.FixedSources.Add("Usings.cs", Usings);
        return test.RunAsync();
    }

    public static Task OffersNothing(string statements, string type = "void") => Test(Method(statements, type)).RunAsync();

    private static CodeFixTest<OwnershipAnalyzer, TFix> Test(string source) => new()
    {
        Sources = { source, { "Usings.cs", Usings } },
        References = { TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")) },
    };

    private static string Method(string statements, string type) =>
        $"class C\n{{\n    {type} M(torch.Tensor x, torch.Tensor y, torch.nn.Module<torch.Tensor, torch.Tensor> model, bool flag, int n)\n    {{\n{Indent(statements)}\n    }}\n}}\n";

    private static string Indent(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(static line => line.Length == 0 ? line : "        " + line));
}
