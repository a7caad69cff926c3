namespace ResourceHygiene.Tests;

/// <summary>By which means a resource is released, and in which order of preference.</summary>
public sealed class ReleaseMeansTests
{
    [Fact]
    public void A_resource_that_can_release_itself_does_so()
    {
        var bench = new Workbench();
        var resource = new EveryMeans();
        ReleaseHandlers.Register<EveryMeans>("means.itself", static (_, in _) => throw new InvalidOperationException("not this one"));

        Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(bench.Add(resource, "means.itself")).Status);

        Assert.Equal(["release"], resource.Calls);
    }

    [Fact]
    public void A_handler_of_the_type_is_preferred_to_dispose_and_gets_the_context()
    {
        var bench = new Workbench();
        var resource = new DisposableTwice();
        ReleaseContext seen = default;
        ReleaseHandlers.Register<DisposableTwice>("means.handler", (DisposableTwice _, in ReleaseContext context) =>
        {
            seen = context;
            return ReleaseOutcome.Released(77);
        });
        var handle = bench.Add(resource, "means.handler", "n");

        Assert.Equal(77, bench.Tracker.Release(handle, ReleaseReason.Pressure).BytesFreed);

        Assert.Empty(resource.Calls);
        Assert.Equal((handle, "means.handler", "n", ReleaseReason.Pressure), (seen.Handle, seen.Type, seen.Name, seen.Reason));
    }

    [Fact]
    public async Task An_asynchronous_disposal_does_not_wait_for_the_very_scheduler_that_it_blocks()
    {
        var bench = new Workbench();
        var handle = bench.Add(new Yielding());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));

        var result = await Task.Factory.StartNew(
            () => bench.Reaper.Release(handle, deadline: patience.Token),
            CancellationToken.None,
            TaskCreationOptions.None,
            new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

        Assert.Equal(ReleaseStatus.Released, result.Status);
    }

    [Fact]
    public void A_handler_applies_to_its_class_only()
    {
        var bench = new Workbench();
        var calls = new List<string>();
        ReleaseHandlers.Register<Base>("means.class", (Base _, in ReleaseContext _) => Note(calls, "base"));
        ReleaseHandlers.Register<Derived>("means.class", (Derived _, in ReleaseContext _) => Note(calls, "derived"));
        var stranger = new DisposableTwice();

        bench.Tracker.Release(bench.Add(new Base(), "means.class"));
        bench.Tracker.Release(bench.Add(new Derived(), "means.class"));
        bench.Tracker.Release(bench.Add(stranger, "means.class"));

        Assert.Equal(["base", "derived"], calls);
        Assert.Equal(["dispose"], stranger.Calls);
    }

    [Fact]
    public void Of_two_handlers_for_one_class_the_last_counts()
    {
        var bench = new Workbench();
        var calls = new List<string>();
        ReleaseHandlers.Register<Base>("means.replaced", (Base _, in ReleaseContext _) => Note(calls, "first"));
        ReleaseHandlers.Register<Base>("means.replaced", (Base _, in ReleaseContext _) => Note(calls, "second"));

        bench.Tracker.Release(bench.Add(new Base(), "means.replaced"));

        Assert.Equal(["second"], calls);
    }

    [Fact]
    public void Dispose_is_preferred_to_asynchronous_disposal()
    {
        var bench = new Workbench();
        var resource = new DisposableTwice();

        bench.Tracker.Release(bench.Add(resource));

        Assert.Equal(["dispose"], resource.Calls);
    }

    [Fact]
    public void Asynchronous_disposal_is_waited_for_even_on_a_thread_that_its_continuations_need()
    {
        var bench = new Workbench();
        var resource = new AsyncOnly();
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new NeverRuns());
        try
        {
            Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(bench.Add(resource)).Status);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }

        Assert.True(resource.IsDisposed);
    }

    [Fact]
    public void A_failing_asynchronous_disposal_is_reported_as_it_was_thrown()
    {
        var bench = new Workbench();

        var result = bench.Tracker.Release(bench.Add(new AsyncOnly { Failure = new IOException("socket") }));

        Assert.Equal(ReleaseStatus.Failed, result.Status);
        Assert.IsType<IOException>(result.Exception);
    }

    [Fact]
    public void An_asynchronous_disposal_is_left_at_the_deadline()
    {
        var bench = new Workbench();
        using var deadline = new CancellationTokenSource();
        deadline.Cancel();

        var result = bench.Reaper.Release(bench.Add(new AsyncOnly { IsStuck = true }), deadline: deadline.Token);

        Assert.Equal(ReleaseStatus.Failed, result.Status);
        Assert.IsAssignableFrom<OperationCanceledException>(result.Exception);
    }

    [Fact]
    public void Managed_memory_is_only_forgotten()
    {
        var bench = new Workbench();
        var handle = bench.Add(new byte[10], bytes: 10);

        Assert.Equal((ReleaseStatus.Released, 10L), (bench.Tracker.Release(handle) is var result ? result.Status : default, result.BytesFreed));
        Assert.Equal(0, bench.Tracker.Totals.Live);
    }

    [Fact]
    public void Outcomes_say_what_they_mean()
    {
        Assert.Equal(-1, default(ReleaseOutcome).BytesFreed);
        Assert.Equal(ReleaseOutcome.Released(), default);
        Assert.Equal(0, ReleaseOutcome.Released(0).BytesFreed);
        Assert.Equal("why", ReleaseOutcome.Kept("why").KeptBecause);
        Assert.Throws<ArgumentOutOfRangeException>(() => ReleaseOutcome.Released(-2));
        Assert.Throws<ArgumentException>(() => ReleaseOutcome.Kept(""));
    }

    private static ReleaseOutcome Note(List<string> calls, string call)
    {
        calls.Add(call);
        return default;
    }

    private class Base;

    private sealed class Derived : Base;

    private class DisposableTwice : IDisposable, IAsyncDisposable
    {
        public List<string> Calls { get; } = [];

        public void Dispose() => Calls.Add("dispose");

        public ValueTask DisposeAsync()
        {
            Calls.Add("dispose async");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class EveryMeans : DisposableTwice, IReleasable
    {
        public ReleaseOutcome Release(in ReleaseContext context)
        {
            Calls.Add("release");
            return default;
        }
    }

    private sealed class AsyncOnly : IAsyncDisposable
    {
        public bool IsDisposed { get; private set; }

        public bool IsStuck { get; init; }

        public Exception? Failure { get; init; }

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            if (IsStuck)
                await new TaskCompletionSource().Task;
            if (Failure is not null)
                throw Failure;
            IsDisposed = true;
        }
    }

    /// <summary>The message loop of a thread that is busy waiting.</summary>
    private sealed class NeverRuns : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }

    private sealed class Yielding : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Task.Yield();
    }
}
