using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Sweep;

/// <summary>A source in the form in which the test of a rule compiles it, and the library that it talks about.</summary>
internal sealed record RuleSnippet(string Name, string Text, string Library);

/// <summary>What the tests of the rules report on: the sources in their files named <c>Diagnostics….cs</c>, or <c>Cases.cs</c> where all stand together.</summary>
internal static class RuleSnippets
{
    private const string Folder = "tests/ResourceHygiene.Analyzers.Tests/Rules";

    public static IReadOnlyList<RuleSnippet> In(string rule)
    {
        string library = LibraryOf(
            rule.StartsWith("RH3", StringComparison.Ordinal) ? "Releases/ReleaseCode.cs"
            : rule.StartsWith("RH6", StringComparison.Ordinal) && rule != "RH6003" ? "Async/AsyncCode.cs"
            : rule.StartsWith("RH2", StringComparison.Ordinal) ? "Owners/OwnerCode.cs"
            : "Leaks/LeakCode.cs");
        if (IsAboutTensors(rule))
            library = Constant(RepositoryPaths.Combine(Folder, "Torch/TorchCode.cs"), "Usings") + "\nglobal using ResourceHygiene;";
        return
        [
            .. Directory.EnumerateFiles(RepositoryPaths.Combine(Folder), "*.cs", SearchOption.AllDirectories)
                .Where(static file => Path.GetFileName(file) is var name && (name.StartsWith("Diagnostics", StringComparison.Ordinal) || name == "Cases.cs"))
                .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == rule)
                .Order(StringComparer.Ordinal)
                .SelectMany(file => InFile(file, library))
        ];
    }

    public static bool IsAboutTensors(string rule) => rule.StartsWith("RH5", StringComparison.Ordinal);

    private static IEnumerable<RuleSnippet> InFile(string file, string library)
    {
        // What a class beside the tests adds to every example.
        string helpers = Path.Combine(Path.GetDirectoryName(file)!, "TemporaryCode.cs");
        (string Usings, string Members, string Types) extra = File.Exists(helpers) ? (Constant(helpers, "Usings"), Constant(helpers, "Helpers"), Constant(helpers, "Owners")) : ("", "", "");
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetCompilationUnitRoot();
        foreach (InvocationExpressionSyntax call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: var form } called, ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.Value: string markup } }, ..] arguments })
                continue;
            // Beside the code, some forms take the type that the method returns, first.
            string? type = null;
            if (arguments is [_, { Expression: LiteralExpressionSyntax { Token.Value: string second } }])
                (type, markup) = (markup, second);
            string code = MarkupFile.Parse(file, markup).Text;
            string? wrapped = called.Expression.ToString() switch
            {
                "ScopeCode" => WrapScope(form, type ?? "void", code),
                "TorchCode" => WrapTorch(form, code),
                _ => Wrap(form, code, extra.Members),
            };
            if (wrapped is { } text)
            {
                yield return new RuleSnippet(
                    $"{Path.GetRelativePath(RepositoryPaths.Combine(Folder), file)}({call.GetLocation().GetLineSpan().StartLinePosition.Line + 1})",
                    (extra.Usings + text + extra.Types).ReplaceLineEndings("\n"),
                    library);
            }
        }
    }

    private static string LibraryOf(string file) => Constant(RepositoryPaths.Combine(Folder, file), "Library");

    private static string Constant(string file, string name) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes()
            .OfType<VariableDeclaratorSyntax>()
            .Where(declarator => declarator.Identifier.ValueText == name)
            .Select(static declarator => (string)((LiteralExpressionSyntax)declarator.Initializer!.Value).Token.Value!)
            .Single();

    private static string? Wrap(string form, string text, string members) => form switch
    {
        "InMethod" => $"class C\n{{\n{Indent(members, 4)}\n    void M(string path, bool flag, Stream given)\n    {{\n{Indent(text, 8)}\n    }}\n}}\n",
        "InTaskMethod" => $"class C\n{{\n{Indent(members, 4)}\n    Task M(string path, bool flag, Stream given)\n    {{\n{Indent(text, 8)}\n    }}\n}}\n",
        "InAsyncMethod" => $"class C\n{{\n{Indent(members, 4)}\n    async Task M(string path, bool flag, Stream given)\n    {{\n{Indent(text, 8)}\n    }}\n}}\n",
        "InClass" => $"class C\n{{\n{Indent(text, 4)}\n}}\n",
        "InOwner" => $"sealed class Owner : IDisposable\n{{\n{Indent(text, 4)}\n}}\n",
        "InFile" or "InProgram" => text + "\n",
        _ => null,
    };

    private static string? WrapScope(string form, string type, string text) => form switch
    {
        "InMethod" or "Returning" => InMethod(type, "Tensor x, Tensor y, nn.Module<Tensor, Tensor> model, bool flag, int n", text),
        "InAsyncMethod" => InMethod("async Task", "Tensor x, Tensor y, nn.Module<Tensor, Tensor> model, bool flag, int n", text),
        "InLoop" => InMethod("void", "Tensor x, Tensor y, nn.Module<Tensor, Tensor> model, bool flag, int n", $"for (int i = 0; i < n; i++)\n{{\n{Indent(text, 4)}\n}}"),
        "InModel" => "sealed class Net : nn.Module<Tensor, Tensor>\n{\n    private readonly Linear first = Linear(8, 8);\n    private readonly Linear second = Linear(8, 8);\n    public Net() : base(\"net\") { RegisterComponents(); }\n" + text + "\n}\n",
        "InClass" => $"class C\n{{\n{Indent(text, 4)}\n}}\n",
        "InFile" => text + "\n",
        _ => null,
    };

    private static string? WrapTorch(string form, string text) => form switch
    {
        "InMethod" => InMethod("void", "Tensor x, Module<Tensor, Tensor> model, DataLoader loader, Dataset data, bool flag", text),
        "InAsyncMethod" => InMethod("async Task", "Tensor x, Module<Tensor, Tensor> model, DataLoader loader, Dataset data, bool flag", text),
        "InClass" => $"class C\n{{\n{Indent(text, 4)}\n}}\n",
        "InModule" => $"class Net : Module<Tensor, Tensor>\n{{\n{Indent(text, 4)}\n    public override Tensor forward(Tensor input) => input.alias();\n}}\n",
        "InFile" => text + "\n",
        _ => null,
    };

    private static string InMethod(string type, string parameters, string text) =>
        $"class C\n{{\n    {type} M({parameters})\n    {{\n{Indent(text, 8)}\n    }}\n}}\n";

    private static string Indent(string text, int width) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Length == 0 ? line : new string(' ', width) + line));
}
