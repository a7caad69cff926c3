using Microsoft.CodeAnalysis.CodeFixes;

namespace ResourceHygiene.CodeFixes.Tests.Planted;

/// <summary>Tests of a fix that need nothing but the statements of a method.</summary>
internal static class FixedMethod<TFix>
    where TFix : CodeFixProvider, new()
{
    public static Task Verify(string before, string after, string signature = "void M(bool flag)") =>
        new PlantedFixTest<TFix>().VerifyAsync(Wrap(before, signature), Wrap(after, signature));

    public static Task VerifyNoFix(string statements, string signature = "void M(bool flag)") =>
        new PlantedFixTest<TFix>().VerifyNoFixAsync(Wrap(statements, signature));

    private static string Wrap(string statements, string signature) =>
        $"class C\n{{\n    Resource _kept = new();\n\n    {signature}\n    {{\n{Indent(statements)}\n    }}\n}}\n";

    private static string Indent(string statements) =>
        string.Join('\n', statements.Split('\n').Select(static line => line.Length == 0 ? line : "        " + line));
}
