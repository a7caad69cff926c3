using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.EndToEnd;

/// <summary>
/// A fix applied to what the analyzer itself reports: <c>[|…|]</c> is RH1001, <c>{|RH1002:…|}</c> and its like the others. The
/// text afterwards marks what is still reported, so that without marks the analyzer is content. Fix All in the document must
/// give the same text. The layer of exceptions is off unless a test asks for it.
/// </summary>
internal static class Reported<TFix>
    where TFix : CodeFixProvider, new()
{
    private const string Library =
        """
        global using System.Buffers;
        global using ResourceHygiene;

        public class Resource : IDisposable
        {
            public string Name { get; set; } = "";
            public extern int Use();
            public extern void Dispose();
        }

        public class AsyncResource : IAsyncDisposable
        {
            public extern void Use();
            public extern ValueTask DisposeAsync();
        }

        [MustRelease(nameof(Free))]
        public class Block
        {
            public extern void Use();
            public extern Span<byte> AsSpan();
            public extern void Free();
        }

        public class BlockPool
        {
            [return: Owned]
            public extern Block Rent();
            public extern void Return([Releases] Block block);
        }

        public sealed class Session : IDisposable
        {
            public extern Session([TakesOwnership] Resource connection, string settings);
            public extern void Dispose();
        }

        public static class Api
        {
            public static extern void Look([Borrowed] Resource resource);
            public static extern void Take([TakesOwnership] Resource resource);
        }
        """;

    public static Task Fixes(string before, string after, string signature = "void M(string path, bool flag)", bool exceptions = false) =>
        Test(exceptions, Method(before, signature), Method(after, signature)).RunAsync();

    public static Task FixesClass(string before, string after, bool exceptions = false) =>
        Test(exceptions, Class(before), Class(after)).RunAsync();

    public static Task OffersNothing(string statements, string signature = "void M(string path, bool flag)", bool exceptions = false) =>
        Test(exceptions, Method(statements, signature), after: null).RunAsync();

    public static Task OffersNothingInClass(string members, bool exceptions = false) => Test(exceptions, Class(members), after: null).RunAsync();

    /// <summary>Several documents, each with what it is afterwards.</summary>
    public static Task FixesFiles(params (string Before, string After)[] files)
    {
        CodeFixTest<OwnershipAnalyzer, TFix> test = new() { EditorConfig = Config(exceptions: false) };
        for (int i = 0; i < files.Length; i++)
        {
            test.Sources.Add($"File{i}.cs", files[i].Before);
            test.FixedSources.Add($"File{i}.cs", files[i].After);
        }

        test.Sources.Add("Library.cs", Library);
        test.FixedSources.Add("Library.cs", Library);
        return test.RunAsync();
    }

    private static CodeFixTest<OwnershipAnalyzer, TFix> Test(bool exceptions, string before, string? after)
    {
        CodeFixTest<OwnershipAnalyzer, TFix> test = new() { Sources = { before, { "Library.cs", Library } }, EditorConfig = Config(exceptions) };
        if (after is not null)
        {
            test.FixedSources.Add(after);
            test.FixedSources.Add("Library.cs", Library);
        }

        return test;
    }

    private static string? Config(bool exceptions) =>
        exceptions ? null : "[*.cs]\ndotnet_diagnostic.RH1003.severity = none\ndotnet_diagnostic.RH1007.severity = none";

    private static string Method(string statements, string signature) =>
        Class($"{signature}\n{{\n{Indent(statements)}\n}}");

    private static string Class(string members) => $"class C\n{{\n    Resource _kept = new();\n    readonly List<Resource> _list = new();\n\n{Indent(members)}\n}}\n";

    private static string Indent(string text) =>
        string.Join('\n', text.Split('\n').Select(static line => line.Length == 0 ? line : "    " + line));
}
