using static ResourceHygiene.Workers.Tests.Isolation.Calls;

namespace ResourceHygiene.Workers.Tests.Isolation;

/// <summary>How calls are queued, timed, cancelled and settled, with workers that the test plays.</summary>
public sealed class CallQueueTests : SupervisedTests
{
    [Fact]
    public async Task Nothing_is_started_before_the_first_call()
    {
        var worker = Make();

        Assert.Equal((WorkerState.Stopped, 0), (worker.Status.State, Placement.Asked));
        var call = worker.Call("a");
        Placement.Next().Take().Reply("A");

        Assert.Equal("A", await call);
        Assert.Equal((WorkerState.Idle, 1L), (worker.Status.State, worker.Status.Answered));
    }

    [Fact]
    public async Task Calls_run_one_at_a_time_in_the_order_in_which_they_came()
    {
        var worker = Make();
        var calls = new[] { worker.Call("a"), worker.Call("b"), worker.Call("c") };
        var link = Placement.Next();

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
        var link = Placement.Next();
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
        Placement.Next().Take();
        var next = worker.Call("next");

        Clock.Advance(TimeSpan.FromSeconds(6));

        var failure = await Failure(slow);
        Assert.Equal((WorkerFailure.TimedOut, "Render"), (failure.Failure, failure.Command));
        Assert.Contains("5 s", failure.Message, StringComparison.Ordinal);
        Placement.Next().Take().Reply("done");
        Assert.Equal("done", await next);
    }

    [Fact]
    public async Task The_time_of_a_call_begins_when_it_runs_and_not_when_it_waits()
    {
        var worker = Make(static options => options with { CallTimeout = TimeSpan.FromSeconds(5) });
        var first = worker.Call("first");
        var link = Placement.Next();
        var running = link.Take();
        var second = worker.Call("second");

        Clock.Advance(TimeSpan.FromSeconds(4));
        running.Reply("1");
        Assert.Equal("1", await first);
        var waited = link.Take();
        Clock.Advance(TimeSpan.FromSeconds(4));
        waited.Reply("2");

        Assert.Equal("2", await second);
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once_and_its_worker_if_it_does_not_listen()
    {
        var worker = Make(static options => options with { EndGrace = TimeSpan.FromSeconds(2) });
        using var cancellation = new CancellationTokenSource();
        var call = worker.Call("a", cancellationToken: cancellation.Token);
        var link = Placement.Next();
        var running = link.Take();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(running.CancellationToken.IsCancellationRequested);
        Assert.False(link.Lost.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(WorkerFailure.TimedOut, (await link.Lost).Failure);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_waits_is_never_sent()
    {
        var worker = Make();
        using var cancellation = new CancellationTokenSource();
        var first = worker.Call("a");
        var link = Placement.Next();
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
        var link = Placement.Next();
        var call = link.Take();
        var waiting = worker.Call("b");

        Assert.Equal(WorkerFailure.QueueFull, (await Failure(worker.Call("c"))).Failure);

        call.Reply("A");
        link.Take().Reply("B");
        Assert.Equal(["A", "B"], await Task.WhenAll(running, waiting));
    }

    [Fact]
    public async Task After_disposal_every_call_says_that_it_is_closed()
    {
        var worker = Make();
        var running = worker.Call("a");
        var link = Placement.Next();
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
            foreach (var link in Placement.All(over))
                players.Add(Task.Factory.StartNew(link.PlayUntilLost, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }
        catch (OperationCanceledException)
        {
            // The storm is over.
        }
        await Task.WhenAll(players);
    }
}
