using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Async;

/// <summary>Messages say what outlives what, where that is released, and what to do, on one line; no fact is told twice.</summary>
public sealed class MessageTests
{
    private const string LongName = "theConnectionThatTheBackgroundImporterOfCustomerRecordsKeepsOpen";

    [Theory]
    [InlineData("RH6001", "Task M() { using var client = new Client(); return client.RunAsync(); }", "Task of 'RunAsync' is returned although 'using' on line 3 releases 'client', which it still uses; await it before that")]
    [InlineData("RH6001", "void M() { using var client = new Client(); _ = client.RunAsync(); }", "Task of 'RunAsync' is dropped although 'using' on line 3 releases 'client', which it still uses; await it before that")]
    [InlineData("RH6001", "async Task M() { Task task; using (var client = new Client()) { task = client.RunAsync(); } await task; }", "Task of 'RunAsync' is only awaited after 'using' on line 3 releases 'client', which it still uses; await it before that")]
    [InlineData("RH6001", "Task M() { var client = new Client(); try { return client.RunAsync(); } finally { client.Dispose(); } }", "Task of 'RunAsync' is returned although 'Dispose' on line 3 releases 'client', which it still uses; await it before that")]
    [InlineData("RH6001", "Task M() { using var one = new Client(); using var two = new Client(); return Task.Run(() => { one.Use(); two.Use(); }); }", "Task of 'Run' is returned although 'using' on line 3 releases 'two', which it still uses; await it before that")]
    [InlineData("RH6002", "void M() { using var client = Work.OpenAsync(); }", "'using' disposes the task that 'OpenAsync' returns and not its Client; add 'await'")]
    [InlineData("RH6002", "void M() { using var wait = Task.Delay(1); }", "'using' disposes the task that 'Delay' returns instead of waiting for it; add 'await'")]
    [InlineData("RH6003", "IEnumerable<int> M(string path) { var file = File.OpenRead(path); yield return file.ReadByte(); file.Dispose(); }", "FileStream 'file' (opened here) leaks if enumeration stops at the 'yield return' on line 3; declare it with 'using'")]
    [InlineData("RH6004", "Action M() { using var client = new Client(); return () => client.Use(); }", "'client' is used by a delegate that is returned, but 'using' on line 3 releases it; release it when the delegate is gone")]
    [InlineData("RH6004", "void M(Publisher publisher) { using var client = new Client(); publisher.Changed += (_, _) => client.Use(); }", "'client' is used by a delegate that is subscribed to 'Changed', but 'using' on line 3 releases it; release it when the delegate is gone")]
    [InlineData("RH6005", "async Task M(string path) { using var writer = new StreamWriter(path); await writer.FlushAsync(); }", "'writer' is released synchronously in async code, although its DisposeAsync does not block; use 'await using'")]
    [InlineData("RH6006", "void M(CancellationToken token) { token.Register(() => { }); }", "What 'Register' returns is ignored, so the callback stays as long as the token; keep it and dispose it")]
    [InlineData("RH6006", "void M() { new Timer(_ => { }, null, 0, 1); }", "What 'new Timer' returns is ignored, so the timer stops when it is collected; keep it in a field")]
    [InlineData("RH6006", "void M() { TimeProvider.System.CreateTimer(_ => { }, null, default, default); }", "What 'CreateTimer' returns is ignored, so the timer stops when it is collected; keep it in a field")]
    public async Task All_rules_together_say_this_and_nothing_else(string id, string member, string message)
    {
        Diagnostic only = Assert.Single(await DiagnosticsOf(member));

        Assert.Equal(id, only.Id);
        Assert.Equal(message, only.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("Task M() { using var X = new Client(); return X.RunAsync(); }")]
    [InlineData("async Task M() { Task task; using (var X = new Client()) { task = X.RunAsync(); } await task; }")]
    [InlineData("void M() { using var client = XAsync(); } extern Task<Client> XAsync();")]
    [InlineData("IEnumerable<int> M(string path) { var X = File.OpenRead(path); yield return X.ReadByte(); X.Dispose(); }")]
    [InlineData("Action M() { using var X = new Client(); return () => X.Use(); }")]
    [InlineData("Action? _X; void M() { using var X = new Client(); _X = () => X.Use(); }")]
    [InlineData("async Task M(string path) { using var X = new StreamWriter(path); await X.FlushAsync(); }")]
    public async Task Long_names_are_shortened(string member)
    {
        Diagnostic only = Assert.Single(await DiagnosticsOf(member.Replace("X", LongName, StringComparison.Ordinal)));

        string message = only.GetMessage(CultureInfo.InvariantCulture);
        Assert.True(message.Length <= 160, $"{message.Length} characters: {message}");
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsOf(string member)
    {
        const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Messages",
            new[] { Usings, AsyncCode.Library, $"class C\n{{\n    {member}\n}}" }.Select(static text => CSharpSyntaxTree.ParseText(text)),
            [.. TestReferences.Net10, .. TestReferences.Runtime],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.DoesNotContain(compilation.GetDiagnostics(), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        (ImmutableArray<Diagnostic> diagnostics, IReadOnlyCollection<Exception> exceptions) = await ProductAnalyzers.RunAsync(compilation, ProductAnalyzers.All, "recommended");
        Assert.Empty(exceptions);
        return [.. diagnostics.Where(static diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden)];
    }
}
