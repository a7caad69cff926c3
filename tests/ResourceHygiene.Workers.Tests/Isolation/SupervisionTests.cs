using static ResourceHygiene.Workers.Tests.Isolation.Calls;

namespace ResourceHygiene.Workers.Tests.Isolation;

/// <summary>How calls are queued, watched and settled, with workers that the test plays.</summary>
public sealed class SupervisionTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedPlacement _placement = new();
    private IsolatedWorker? _worker;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_worker is not null)
            await _worker.DisposeAsync();
        await _placement.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_started_before_the_first_call()
    {
        var worker = Make();

        Assert.Equal((WorkerState.Stopped, 0), (worker.Status.State, _placement.Asked));
        var call = worker.Call("a");
        _placement.Next().Take().Reply("A");

        Assert.Equal("A", await call);
        Assert.Equal((WorkerState.Idle, 1L), (worker.Status.State, worker.Status.Answered));
    }

    [Fact]
    public async Task Calls_run_one_at_a_time_in_the_order_in_which_they_came()
    {
        var worker = Make();
        var calls = new[] { worker.Call("a"), worker.Call("b"), worker.Call("c") };
        var link = _placement.Next();

        foreach (var expected in new[] { "a", "b", "c" })
        {
            var call = link.Take();
            Assert.Equal(expected, call.Text);
            call.Reply(expected);
        }

        Assert.Equal(["a", "b", "c"], await Task.WhenAll(calls));
    }

    [Fact]
    public async Task A_newer_call_supersedes_those_of_its_command_that_wait_and_no_others()
    {
        var worker = Make(static options => options with { LatestWins = true });
        var running = worker.Call("1");
        var link = _placement.Next();
        var first = link.Take();
        var older = worker.Call("2");
        var saving = worker.Call("3", Save);
        var newest = worker.Call("4");

        Assert.Equal(WorkerFailure.Superseded, (await Failure(older)).Failure);
        first.Reply("one");
        link.Take().Reply("three");
        link.Take().Reply("four");

        Assert.Equal(["one", "three", "four"], await Task.WhenAll(running, saving, newest));
    }

    [Fact]
    public async Task A_call_that_takes_too_long_costs_its_worker_and_the_next_gets_another()
    {
        var worker = Make(static options => options with { CallTimeout = TimeSpan.FromSeconds(5) });
        var slow = worker.Call("slow");
        _placement.Next().Take();
        var next = worker.Call("next");

        _clock.Advance(TimeSpan.FromSeconds(6));

        var failure = await Failure(slow);
        Assert.Equal((WorkerFailure.TimedOut, "Render"), (failure.Failure, failure.Command));
        Assert.Contains("5 s", failure.Message, StringComparison.Ordinal);
        _placement.Next().Take().Reply("done");
        Assert.Equal("done", await next);
    }

    [Fact]
    public async Task The_time_of_a_call_begins_when_it_runs_and_not_when_it_waits()
    {
        var worker = Make(static options => options with { CallTimeout = TimeSpan.FromSeconds(5) });
        var first = worker.Call("first");
        var link = _placement.Next();
        var running = link.Take();
        var second = worker.Call("second");

        _clock.Advance(TimeSpan.FromSeconds(4));
        running.Reply("1");
        Assert.Equal("1", await first);
        var waited = link.Take();
        _clock.Advance(TimeSpan.FromSeconds(4));
        waited.Reply("2");

        Assert.Equal("2", await second);
    }

    [Fact]
    public async Task Calls_that_wait_survive_the_crash_of_the_worker()
    {
        var worker = Make();
        var crashing = worker.Call("crash");
        var link = _placement.Next();
        link.Take();
        var waiting = worker.Call("wait");

        link.Die();

        Assert.Equal(WorkerFailure.Crashed, (await Failure(crashing)).Failure);
        _placement.Next().Take().Reply("done");
        Assert.Equal("done", await waiting);
        Assert.Equal(1, worker.Status.RecentFailures);
    }

    [Fact]
    public async Task A_call_that_never_reached_its_worker_is_given_to_the_next()
    {
        var worker = Make();
        await worker.SwitchAsync("unit");
        var dead = _placement.Next();
        dead.IsDeaf = true;

        var call = worker.Call("a");
        dead.Die();
        _placement.Next().Take().Reply("A");

        Assert.Equal("A", await call);
    }

    [Fact]
    public async Task After_too_many_crashes_calls_fail_until_the_window_is_over_and_never_run_in_this_process()
    {
        var worker = Make(static options => options with { Mode = WorkerMode.Auto, RestartLimit = 3, RestartBackOff = TimeSpan.Zero });
        for (var crash = 0; crash < 4; crash++)
            await Crash(worker);

        var refused = await Failure(worker.Call("a"));
        Assert.Equal(WorkerFailure.OutOfRestarts, refused.Failure);
        Assert.Contains("died", refused.Message, StringComparison.Ordinal);
        Assert.Equal((WorkerState.Paused, true), (worker.Status.State, worker.Status.IsIsolated));

        _clock.Advance(TimeSpan.FromMinutes(1));
        var call = worker.Call("b");
        _placement.Next().Take().Reply("B");
        Assert.Equal("B", await call);
    }

    [Fact]
    public async Task The_first_replacement_comes_at_once_and_each_further_one_after_twice_the_pause()
    {
        var worker = Make(static options => options with { RestartBackOff = TimeSpan.FromSeconds(1) });
        await Crash(worker);
        await Crash(worker);

        var call = worker.Call("a");
        Assert.Equal(2, _placement.Asked);
        _clock.Advance(TimeSpan.FromSeconds(1));

        _placement.Next().Take().Reply("A");
        Assert.Equal("A", await call);
    }

    [Fact]
    public async Task Where_no_worker_can_be_started_calls_run_in_this_process_and_that_is_said_once()
    {
        var worker = Make(static options => options with { Mode = WorkerMode.Auto, RestartLimit = 0 });
        var changes = new List<WorkerModeChange>();
        worker.ModeChanged += changes.Add;
        _placement.Failures.Enqueue(new WorkerException(WorkerFailure.CannotStart, "There is no such program."));

        Assert.Equal(":here:a", await worker.Call("a"));
        Assert.Equal(":here:b", await worker.Call("b"));

        Assert.False(worker.Status.IsIsolated);
        Assert.Contains("no such program", Assert.Single(changes).Cause!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workers_are_tried_again_after_a_while()
    {
        var worker = Make(static options => options with { Mode = WorkerMode.Auto, RestartLimit = 0, RetryAfter = TimeSpan.FromMinutes(2) });
        var changes = new List<WorkerModeChange>();
        worker.ModeChanged += changes.Add;
        _placement.Failures.Enqueue(new WorkerException(WorkerFailure.CannotStart, "There is no such program."));
        await worker.Call("a");

        _clock.Advance(TimeSpan.FromMinutes(2));
        var call = worker.Call("b");
        _placement.Next().Take().Reply("B");

        Assert.Equal("B", await call);
        Assert.Equal([false, true], changes.Select(static change => change.IsIsolated));
    }

    [Fact]
    public async Task Where_workers_are_a_must_a_call_says_why_there_is_none()
    {
        var worker = Make(static options => options with { RestartLimit = 0 });
        _placement.Failures.Enqueue(new WorkerException(WorkerFailure.CannotStart, "There is no such program."));

        var failure = await Failure(worker.Call("a"));

        Assert.Equal((WorkerFailure.CannotStart, "Render"), (failure.Failure, failure.Command));
        Assert.Contains("no such program", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_switch_gives_the_next_unit_a_fresh_worker_and_supersedes_calls_of_the_old_one()
    {
        var worker = Make();
        await worker.SwitchAsync("first");
        var old = _placement.Next();
        var running = worker.Call("a");
        old.Take();
        var waiting = worker.Call("b");

        await worker.SwitchAsync("second");

        Assert.Equal(WorkerFailure.Superseded, (await Failure(running)).Failure);
        Assert.Equal(WorkerFailure.Superseded, (await Failure(waiting)).Failure);
        Assert.True(old.WasLetGo);
        var call = worker.Call("c");
        var link = _placement.Next();
        Assert.Equal(("first", "second"), (old.Unit, link.Unit));
        link.Take().Reply("C");
        Assert.Equal("C", await call);
        Assert.Equal(0, worker.Status.RecentFailures);
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once_and_its_worker_if_it_does_not_listen()
    {
        var worker = Make(static options => options with { EndGrace = TimeSpan.FromSeconds(2) });
        using var cancellation = new CancellationTokenSource();
        var call = worker.Call("a", cancellationToken: cancellation.Token);
        var link = _placement.Next();
        var running = link.Take();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(running.CancellationToken.IsCancellationRequested);
        Assert.False(link.Lost.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(WorkerFailure.TimedOut, (await link.Lost).Failure);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_waits_is_never_sent()
    {
        var worker = Make();
        using var cancellation = new CancellationTokenSource();
        var first = worker.Call("a");
        var link = _placement.Next();
        var running = link.Take();
        var cancelled = worker.Call("b", cancellationToken: cancellation.Token);
        var third = worker.Call("c");

        await cancellation.CancelAsync();
        running.Reply("A");
        var next = link.Take();

        Assert.Equal("c", next.Text);
        next.Reply("C");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(["A", "C"], await Task.WhenAll(first, third));
    }

    [Fact]
    public async Task A_full_queue_refuses()
    {
        var worker = Make(static options => options with { QueueLimit = 1 });
        var running = worker.Call("a");
        var link = _placement.Next();
        var call = link.Take();
        var waiting = worker.Call("b");

        Assert.Equal(WorkerFailure.QueueFull, (await Failure(worker.Call("c"))).Failure);

        call.Reply("A");
        link.Take().Reply("B");
        Assert.Equal(["A", "B"], await Task.WhenAll(running, waiting));
    }

    [Fact]
    public async Task A_worker_is_replaced_after_as_many_calls_as_it_may_answer()
    {
        var worker = Make(static options => options with { RecycleAfterCalls = 2, RecycleJitter = 0 });
        var ended = new TaskCompletionSource<WorkerEndReason>();
        worker.Ended += end => ended.TrySetResult(end.Reason);
        await worker.SwitchAsync("unit");
        var old = _placement.Next();
        for (var count = 0; count < 2; count++)
        {
            var call = worker.Call("a");
            old.Take().Reply("A");
            await call;
        }

        var next = worker.Call("b");
        var link = _placement.Next();
        link.Take().Reply("B");

        Assert.Equal("B", await next);
        Assert.Equal("unit", link.Unit);
        Assert.True(old.WasLetGo);
        Assert.Equal(WorkerEndReason.CallsReached, await ended.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_worker_is_replaced_when_it_is_old_and_when_its_memory_has_grown()
    {
        var worker = Make(static options => options with { RecycleAfter = TimeSpan.FromHours(1), RecycleAfterGrowth = 1000, RecycleJitter = 0 });
        var call = worker.Call("a");
        var first = _placement.Next();
        first.MemoryBytes = 5000;
        first.Take().Reply("A");
        await call;

        _clock.Advance(TimeSpan.FromHours(1));
        call = worker.Call("b");
        var second = _placement.Next();
        second.MemoryBytes = 5000;
        second.Take().Reply("B");
        await call;
        second.MemoryBytes = 6000;
        call = worker.Call("c");
        _placement.Next().Take().Reply("C");

        Assert.Equal("C", await call);
        Assert.True(first.WasLetGo && second.WasLetGo);
    }

    [Fact]
    public async Task After_disposal_every_call_says_that_it_is_closed()
    {
        var worker = Make();
        var running = worker.Call("a");
        var link = _placement.Next();
        link.Take();
        var waiting = worker.Call("b");

        await worker.DisposeAsync();

        Assert.Equal(WorkerFailure.Closed, (await Failure(running)).Failure);
        Assert.Equal(WorkerFailure.Closed, (await Failure(waiting)).Failure);
        Assert.Equal(WorkerFailure.Closed, (await Failure(worker.Call("c"))).Failure);
        Assert.True(link.WasLetGo);
    }

    [Fact]
    public async Task A_request_is_used_once()
    {
        var worker = Make(static options => options with { Mode = WorkerMode.Never });
        using var request = worker.CreateRequest(Render);
        (await worker.CallAsync(request)).Dispose();

        Assert.Throws<InvalidOperationException>(() => { _ = worker.CallAsync(request).AsTask(); });
    }

    [Fact]
    public async Task Where_workers_are_off_calls_run_in_this_process_with_their_unit()
    {
        var worker = Make(static options => options with { Mode = WorkerMode.Never });
        await worker.SwitchAsync("here");

        Assert.Equal("here:here:a", await worker.Call("a"));
        Assert.Equal(0, _placement.Asked);
    }

    [Fact]
    public async Task Every_call_of_a_storm_has_one_outcome()
    {
        var worker = Make(static options => options with { RestartLimit = int.MaxValue, RestartBackOff = TimeSpan.Zero, QueueLimit = int.MaxValue });
        using var over = new CancellationTokenSource();
        var player = Task.Factory.StartNew(() => Play(over.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

        var calls = Enumerable.Range(0, 2000).Select(index => Task.Run(() => worker.Call(index % 7 == 0 ? "crash" : "a"))).ToArray();
        for (var unit = 0; unit < 20; unit++)
            await worker.SwitchAsync($"{unit}");
        var outcomes = await Task.WhenAll(calls.Select(static async call =>
        {
            try
            {
                return await call;
            }
            catch (WorkerException failed)
            {
                return failed.Failure.ToString();
            }
        }));

        await worker.DisposeAsync();
        await over.CancelAsync();
        await player;
        Assert.All(outcomes, static outcome => Assert.Contains(outcome, new[] { "done", "Crashed", "Superseded" }));
    }

    /// <summary>Answers whatever comes to whichever worker, and dies where it is told to.</summary>
    private async Task Play(CancellationToken over)
    {
        List<Task> players = [];
        try
        {
            foreach (var link in _placement.All(over))
                players.Add(Task.Factory.StartNew(link.PlayUntilLost, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }
        catch (OperationCanceledException)
        {
            // The storm is over.
        }
        await Task.WhenAll(players);
    }

    private async Task Crash(IsolatedWorker worker)
    {
        var ended = new TaskCompletionSource();
        worker.Ended += OnEnded;
        var call = worker.Call("crash");
        var link = _placement.Next();
        link.Take();
        link.Die();
        await Failure(call);
        // The worker has noticed, and not only the call.
        await ended.Task.WaitAsync(Patience);
        worker.Ended -= OnEnded;

        void OnEnded(WorkerEnded end) => ended.TrySetResult();
    }

    private IsolatedWorker Make(Func<WorkerOptions, WorkerOptions>? change = null)
    {
        var options = new WorkerOptions { Mode = WorkerMode.Always, TimeProvider = _clock, Tracker = new ResourceTracker() };
        return _worker = new IsolatedWorker(Service, change is null ? options : change(options), _placement);
    }
}
