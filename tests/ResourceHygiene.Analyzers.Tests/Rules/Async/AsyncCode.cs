using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules.Async;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Async;

/// <summary>
/// Runs the rules about tasks, delegates and subscriptions over a few lines of C#. <c>{|RH6001:…|}</c> and its like mark
/// what is reported; code without marks must stay silent.
/// </summary>
internal static class AsyncCode
{
    // What the examples talk about. No bodies: nothing can be concluded from what a method does not do.
    public const string Library =
        """
        global using System.Buffers;
        global using System.Data.Common;
        global using System.IO.Compression;
        global using System.Net.Sockets;
        global using System.Text;
        global using System.Text.Json;
        global using ResourceHygiene;

        public class Client : IDisposable
        {
            public event EventHandler? Received;
            public extern Session Session { get; }
            public extern string Name { get; }
            public extern Task<string> GetAsync(string key);
            public extern ValueTask SendAsync(string text);
            public extern Task RunAsync();
            public extern Task StopAsync();
            public extern string Get(string key);
            public extern void Use();
            public void Raise() => Received?.Invoke(this, EventArgs.Empty);
            public extern void Dispose();
        }

        public class Session : IDisposable
        {
            public extern Session(Client client);
            public extern Task PingAsync();
            public extern void Dispose();
        }

        public class Api
        {
            public extern Api(Client client);
            public extern Task CallAsync();
        }

        public sealed class Connection : IDisposable, IAsyncDisposable
        {
            public extern Task OpenAsync();
            public extern void Use();
            public extern void Dispose();
            public async ValueTask DisposeAsync() => await Task.Delay(1);
        }

        /// <summary>Its DisposeAsync only wraps Dispose.</summary>
        public sealed class Wrapper : IDisposable, IAsyncDisposable
        {
            public extern void Dispose();
            public ValueTask DisposeAsync() { Dispose(); return default; }
        }

        public class Publisher
        {
            public event EventHandler? Changed;
            public static event EventHandler? Global;
            public Action? Callback { get; set; }
            public void Raise() { Changed?.Invoke(this, EventArgs.Empty); Global?.Invoke(this, EventArgs.Empty); }
        }

        public static class Work
        {
            public static extern Task On([Borrowed] Client client);
            public static extern Task WithText(string text);
            public static extern Task With(Func<Task> work);
            public static extern Task Own([TakesOwnership] Client client);
            public static extern Task<Client> OpenAsync();
            public static extern Task<int> CountAsync();
        }
        """;

    /// <summary>Statements of a method that returns a task, with the parameters <c>path</c>, <c>flag</c> and the borrowed <c>given</c>.</summary>
    public static Task InTaskMethod(string statements) => InClass($"Task M(string path, bool flag, Stream given)\n{{\n{statements}\n}}");

    /// <summary>Statements of a method without a result.</summary>
    public static Task InMethod(string statements) => InClass($"void M(string path, bool flag, Stream given)\n{{\n{statements}\n}}");

    /// <summary>Statements of an async method.</summary>
    public static Task InAsyncMethod(string statements) => InClass($"async Task M(string path, bool flag, Stream given)\n{{\n{statements}\n}}");

    /// <summary>Members of a class.</summary>
    public static Task InClass(string members) => InFile($"class C\n{{\n{members}\n}}");

    /// <summary>A whole file.</summary>
    public static Task InFile(string source) => Test(source).RunAsync();

    /// <summary>Top-level statements.</summary>
    public static Task InProgram(string statements)
    {
        AnalyzerTest<AsyncAnalyzer> test = Test(statements);
        test.OutputKind = OutputKind.ConsoleApplication;
        return test.RunAsync();
    }

    /// <summary>A test to be configured further.</summary>
    public static AnalyzerTest<AsyncAnalyzer> Test(string source) => new()
    {
        Sources = { source, { "Library.cs", Library } },
        ImplicitUsings = true,
    };
}
