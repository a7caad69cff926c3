using static ResourceHygiene.Workers.Tests.Isolation.Calls;

namespace ResourceHygiene.Workers.Tests.Isolation;

/// <summary>A supervisor whose workers and whose clock are the test's.</summary>
public abstract class SupervisedTests : IAsyncLifetime
{
    private IsolatedWorker? _worker;

    internal ManualTimeProvider Clock { get; } = new();

    internal ScriptedPlacement Placement { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_worker is not null)
            await _worker.DisposeAsync();
        await Placement.DisposeAsync();
    }

    protected async Task Crash(IsolatedWorker worker)
    {
        var ended = new TaskCompletionSource();
        worker.Ended += OnEnded;
        var call = worker.Call("crash");
        var link = Placement.Next();
        link.Take();
        link.Die();
        await Failure(call);
        // The worker has noticed, and not only the call.
        await ended.Task.WaitAsync(Patience);
        worker.Ended -= OnEnded;

        void OnEnded(WorkerEnded end) => ended.TrySetResult();
    }

    protected IsolatedWorker Make(Func<WorkerOptions, WorkerOptions>? change = null)
    {
        var options = new WorkerOptions { Mode = WorkerMode.Always, TimeProvider = Clock, Tracker = new ResourceTracker() };
        return _worker = new IsolatedWorker(Service, change is null ? options : change(options), Placement);
    }
}
