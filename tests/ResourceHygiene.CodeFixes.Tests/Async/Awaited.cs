using Microsoft.CodeAnalysis.CodeFixes;
using ResourceHygiene.Analyzers.Rules.Async;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Async;

/// <summary>
/// A fix applied to what the analyzer of the async rules reports, one by one and with Fix All. Marks in the text afterwards
/// are what is still reported.
/// </summary>
internal static class Awaited<TFix>
    where TFix : CodeFixProvider, new()
{
    private const string Library =
        """
        global using ResourceHygiene;

        public class Client : IDisposable
        {
            public extern Task<string> GetAsync(string key);
            public extern Task RunAsync();
            public extern ValueTask SendAsync(string text);
            public extern void Use();
            public extern void Dispose();
        }

        public sealed class Connection : IDisposable, IAsyncDisposable
        {
            public extern Task OpenAsync();
            public extern void Dispose();
            public async ValueTask DisposeAsync() => await Task.Delay(1);
        }

        public static class Work
        {
            public static extern Task<Client> OpenAsync();
        }
        """;

    public static Task FixesClass(string before, string after) => Test(Class(before), Class(after)).RunAsync();

    public static Task OffersNothingInClass(string members) => Test(Class(members), after: null).RunAsync();

    private static CodeFixTest<AsyncAnalyzer, TFix> Test(string before, string? after)
    {
        CodeFixTest<AsyncAnalyzer, TFix> test = new() { Sources = { before, { "Library.cs", Library } }, ImplicitUsings = true };
        if (after is not null)
        {
            test.FixedSources.Add(after);
            test.FixedSources.Add("Library.cs", Library);
        }

        return test;
    }

    private static string Class(string members) => $"class C\n{{\n{Indent(members)}\n}}\n";

    private static string Indent(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(static line => line.Length == 0 ? line : "    " + line));
}
