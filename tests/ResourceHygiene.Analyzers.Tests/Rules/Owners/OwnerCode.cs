using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Owners;

/// <summary>
/// Runs the rules about owning types over a few lines of C#. <c>[|…|]</c> marks RH2001, <c>{|RH2003:…|}</c> and its like the
/// others; code without marks must stay silent. The layer of exceptional paths (RH2004) is off unless a test asks for it.
/// </summary>
internal static class OwnerCode
{
    // What the examples talk about: resources of the reader's own, and a few who take or use them.
    public const string Library =
        """
        global using System.ComponentModel;
        global using System.Diagnostics;
        global using System.Net.Sockets;
        global using System.Collections.Concurrent;
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
            public void Use() { }
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

        public static class Api
        {
            public static void Look([Borrowed] Resource resource) => resource.Use();
            public static void Take([TakesOwnership] Resource resource) => resource.Dispose();
            public static void SafeDispose(IDisposable? resource) => resource?.Dispose();
            public static extern void Work();
        }
        """;

    /// <summary>Members of a sealed class that is disposable.</summary>
    public static Task InOwner(string members) => InFile($"sealed class Owner : IDisposable\n{{\n{members}\n}}");

    /// <summary>Members of a sealed class that is no resource.</summary>
    public static Task InClass(string members) => InFile($"sealed class Owner\n{{\n{members}\n}}");

    /// <summary>A whole file.</summary>
    public static Task InFile(string source) => Test(source).RunAsync();

    /// <summary>A whole file, with what happens when something throws.</summary>
    public static Task InFileWithExceptions(string source) => Test(source, exceptions: true).RunAsync();

    /// <summary>A test to be configured further.</summary>
    public static AnalyzerTest<OwnerAnalyzer> Test(string source, bool exceptions = false) => new()
    {
        Sources = { source, { "Library.cs", Library } },
        ImplicitUsings = true,
        EditorConfig = exceptions ? null : "[*.cs]\ndotnet_diagnostic.RH2004.severity = none",
    };
}
