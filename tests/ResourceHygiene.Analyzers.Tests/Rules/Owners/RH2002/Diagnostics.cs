using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2002;

/// <summary>A type acquires something, keeps it, and gives nobody a way to release it.</summary>
public sealed class Diagnostics
{
    [Theory]
    [InlineData("private readonly FileStream _file = File.OpenRead(\"a\");")]
    [InlineData("private readonly FileStream _file; public Owner(string path) { _file = File.OpenRead(path); }")]
    [InlineData("private FileStream? _file; public void Open(string path) => _file = File.OpenRead(path);")]
    [InlineData("private FileStream? _file; public Stream Stream => _file ??= File.OpenRead(\"a\");")]
    [InlineData("public Resource Held { get; } = new();")]
    [InlineData("private readonly object _held = new Resource();")]
    [InlineData("private readonly HttpClient _client = new();")]
    [InlineData("private readonly Timer _timer; public Owner() { _timer = new Timer(_ => { }); }")]
    [InlineData("private readonly FileSystemWatcher _watcher = new(\".\"); public void Go() => _watcher.EnableRaisingEvents = true;")]
    [InlineData("private readonly StreamWriter _log = new(\"log.txt\"); public void Log(string line) => _log.WriteLine(line);")]
    [InlineData("private Resource _held = new(); public void Reset() { _held.Dispose(); _held = new Resource(); }")]
    [InlineData("[Owned] private readonly Resource _held; public Owner(Resource held) => _held = held;")]
    public Task Nothing_releases_it(string members) => OwnerCode.InFile($"sealed class {{|RH2002:Owner|}} {{ {members} }}");

    [Fact]
    public Task A_scheduler_that_tasks_are_started_with() => OwnerCode.InFile(
        """
        abstract class Scheduler : TaskScheduler, IDisposable
        {
            private readonly Thread _thread = new(() => { });
            public virtual void Dispose() => _thread.Join();
        }

        sealed class OwnThread : Scheduler
        {
            protected override IEnumerable<Task> GetScheduledTasks() => [];
            protected override void QueueTask(Task task) { }
            protected override bool TryExecuteTaskInline(Task task, bool wasQueued) => false;
        }

        sealed class {|RH2002:Owner|}
        {
            private readonly OwnThread _scheduler = new();
            public Task Run() => Task.Factory.StartNew(() => { }, CancellationToken.None, TaskCreationOptions.None, _scheduler);
        }
        """);

    [Fact]
    public Task Once_for_several_members() => OwnerCode.InFile(
        """
        sealed class {|RH2002:Owner|}
        {
            private readonly Resource _first = new();
            private readonly Resource _second = new();
        }
        """);

    [Fact]
    public Task A_nested_type() => OwnerCode.InFile(
        """
        static class Outer
        {
            private sealed class {|RH2002:Inner|} { private readonly Resource _held = new(); public void Use() => _held.Use(); }
        }
        """);

    [Fact]
    public Task A_record() => OwnerCode.InFile("sealed record {|RH2002:Owner|}(string Path) { private readonly FileStream _file = File.OpenRead(Path); public long Length => _file.Length; }");

    [Fact]
    public async Task An_internal_type_is_a_warning_and_says_where()
    {
        AnalyzerTest<OwnerAnalyzer> test = OwnerCode.Test(
            """
            sealed class {|#0:Worker|}
            {
                private readonly FileStream _file = File.OpenRead("a");
            }
            """);
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnerAnalyzer>.Diagnostic("RH2002").WithLocation(0).WithSeverity(DiagnosticSeverity.Warning)
            .WithMessage("'Worker' owns the FileStream in '_file', opened on line 3, but nobody can release it; implement IDisposable"));
        await test.RunAsync();
    }

    [Fact]
    public async Task A_public_type_is_a_suggestion()
    {
        AnalyzerTest<OwnerAnalyzer> test = OwnerCode.Test("public class {|#0:Worker|} { private readonly Resource _first = new(); private readonly Resource _second = new(); }");
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnerAnalyzer>.Diagnostic("RH2002").WithLocation(0).WithSeverity(DiagnosticSeverity.Info)
            .WithMessage("'Worker' owns the Resource in '_first' (and more in '_second') but nobody can release it; implement IDisposable"));
        await test.RunAsync();
    }

    [Fact]
    public async Task What_can_only_be_awaited_asks_for_IAsyncDisposable()
    {
        AnalyzerTest<OwnerAnalyzer> test = OwnerCode.Test("sealed class {|#0:Worker|} { private readonly AsyncResource _first = new(); }");
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnerAnalyzer>.Diagnostic("RH2002").WithLocation(0)
            .WithMessage("'Worker' owns the AsyncResource in '_first', created on line 1, but nobody can release it; implement IAsyncDisposable"));
        await test.RunAsync();
    }
}
