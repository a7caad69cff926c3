using Microsoft.CodeAnalysis.CodeFixes;
using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Owners;

/// <summary>A fix applied to what the rules about owning types report; the text afterwards marks what is still reported.</summary>
internal static class OwnerFixes<TFix>
    where TFix : CodeFixProvider, new()
{
    private const string Library =
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
            public string Name { get; set; } = "";
            public ValueTask DisposeAsync() { Name = "released"; return ValueTask.CompletedTask; }
        }

        public class DualResource : IDisposable, IAsyncDisposable
        {
            public string Name { get; set; } = "";
            public void Dispose() => Name = "released";
            public ValueTask DisposeAsync() { Name = "released"; return ValueTask.CompletedTask; }
        }

        public class Base : IDisposable
        {
            private readonly Resource _held = new();
            public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }
            protected virtual void Dispose(bool disposing) { if (disposing) _held.Dispose(); }
        }
        """;

    public static Task Fixes(string before, string after)
    {
        CodeFixTest<OwnerAnalyzer, TFix> test = Test(before);
        test.FixedSources.Add(after);
        test.FixedSources.Add("Library.cs", Library);
        return test.RunAsync();
    }

    public static Task OffersNothing(string source) => Test(source).RunAsync();

    private static CodeFixTest<OwnerAnalyzer, TFix> Test(string source) =>
        new() { Sources = { source, { "Library.cs", Library } }, EditorConfig = "[*.cs]\ndotnet_diagnostic.RH2004.severity = none" };
}
