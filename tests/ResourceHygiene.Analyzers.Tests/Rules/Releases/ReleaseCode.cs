using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Releases;

/// <summary>
/// Runs the rules about what happens after a release over a few lines of C#. <c>{|RH3001:…|}</c> and its like mark what is
/// reported; code without marks must stay silent. The layer of exceptional paths is off.
/// </summary>
internal static class ReleaseCode
{
    // What the examples talk about. No bodies: nothing can be concluded from what a method does not do.
    public const string Library =
        """
        global using System.Buffers;
        global using System.Data.Common;
        global using System.Diagnostics;
        global using System.Diagnostics.CodeAnalysis;
        global using System.IO.Compression;
        global using System.Net;
        global using System.Net.Sockets;
        global using System.Runtime.InteropServices;
        global using System.Text.Json;
        global using ResourceHygiene;

        /// <summary>May be released twice, as IDisposable asks for.</summary>
        public class Resource : IDisposable
        {
            public extern bool IsDisposed { get; }
            public event EventHandler? Changed;
            public void Raise() => Changed?.Invoke(this, EventArgs.Empty);
            public extern void Use();
            public extern void Dispose();
        }

        public class AsyncResource : IAsyncDisposable
        {
            public extern void Use();
            public extern ValueTask DisposeAsync();
        }

        /// <summary>A second Free corrupts what others use.</summary>
        [MustRelease(nameof(Free))]
        public class Block
        {
            public extern void Use();
            public extern Span<byte> AsSpan();
            public extern void Free();
        }

        public static class Native
        {
            [return: Owned]
            public static extern Block Allocate(int size);
            public static extern void Fill([Borrowed] Block block);
            public static extern void Free([Releases] Block block);
        }

        public class BlockPool
        {
            [return: Owned]
            public extern Block Rent();
            public extern void Return([Releases] Block block);
        }

        /// <summary>Memory with views into it.</summary>
        public unsafe class NativeBuffer : IDisposable
        {
            public extern byte* Pointer { get; }
            public extern Memory<byte> Memory { get; }
            public extern int Length { get; }
            public extern Span<byte> AsSpan();
            public extern byte[] ToArray();
            public extern void Dispose();
        }
        """;

    /// <summary>Statements of a method with the parameters <c>path</c>, <c>flag</c> and the borrowed <c>given</c>.</summary>
    public static Task InMethod(string statements) => InClass($"void M(string path, bool flag, Stream given)\n{{\n{statements}\n}}");

    /// <summary>Statements of an async method with the parameters <c>path</c>, <c>flag</c> and the borrowed <c>given</c>.</summary>
    public static Task InAsyncMethod(string statements) => InClass($"async Task M(string path, bool flag, Stream given)\n{{\n{statements}\n}}");

    /// <summary>Members of a class.</summary>
    public static Task InClass(string members) => InFile($"class C\n{{\n{members}\n}}");

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
        Sources = { source, { "Library.cs", Library } },
        ImplicitUsings = true,
        EditorConfig = "[*.cs]\ndotnet_diagnostic.RH1003.severity = none\ndotnet_diagnostic.RH1007.severity = none",
    };
}
