namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>Each test is followed by a look at what it left behind; it fails if there is anything.</summary>
[Collection(Alone.Name)]
public abstract class AuditedTests : IAsyncLifetime
{
    /// <summary>Far more than anything here takes on a busy machine, and less than the minute after which a forgotten probe ends by itself.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    private static readonly Lazy<Task> s_once = new(RunOnce);

    private Audit? _audit;

    public async Task InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
            return;
        // What a process has from its first command on, and keeps: a thread's descriptors, and the process that watches over it.
        await s_once.Value;
        _audit = new();
    }

    public virtual Task DisposeAsync()
    {
        // Segments that lie there for the next payload are no leftovers; those that nobody gave back stay, and are found.
        SegmentPool.Shared.Trim();
        _audit?.AssertNothingIsLeft();
        return Task.CompletedTask;
    }

    private static async Task RunOnce()
    {
        await new ProcessCommandExecutor().ExecuteAsync(new("/bin/true"));
        // The framework's own way has a pipe for signals, from the first time on.
        using var process = System.Diagnostics.Process.Start("/bin/true");
        await process.WaitForExitAsync();
    }
}
