using Microsoft.CodeAnalysis.CodeFixes;
using ResourceHygiene.Analyzers.Rules.Torch;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Torch;

/// <summary>
/// A fix applied to what the rules about the use of TorchSharp report, one by one and with Fix All. Marks in the text afterwards are
/// what is still reported.
/// </summary>
internal static class TorchFixes<TFix>
    where TFix : CodeFixProvider, new()
{
    private const string Usings =
        """
        global using TorchSharp;
        global using TorchSharp.Modules;
        global using static TorchSharp.torch;
        global using static TorchSharp.torch.nn;
        global using static TorchSharp.torch.utils.data;
        """;

    /// <summary>Members of a class before and after.</summary>
    public static Task Fixes(string before, string after) => FixesFile(Class(before), Class(after));

    public static Task FixesFile(string before, string after)
    {
        CodeFixTest<TorchUsageAnalyzer, TFix> test = Test(before);
        test.FixedSources.Add(after);
        test.FixedSources.Add("Usings.cs", Usings);
        return test.RunAsync();
    }

    public static Task OffersNothing(string members) => Test(Class(members)).RunAsync();

    private static CodeFixTest<TorchUsageAnalyzer, TFix> Test(string source) => new()
    {
        Sources = { source, { "Usings.cs", Usings } },
        References = { TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")) },
    };

    private static string Class(string members) => $"class C\n{{\n{Indent(members)}\n}}\n";

    private static string Indent(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(static line => line.Length == 0 ? line : "    " + line));
}
