using static ResourceHygiene.Workers.Tests.Isolation.Calls;

namespace ResourceHygiene.Workers.Tests.Isolation;

/// <summary>What becomes of calls when workers crash or cannot be had, with workers that the test plays.</summary>
public sealed class RestartTests : SupervisedTests
{
    [Fact]
    public async Task Calls_that_wait_survive_the_crash_of_the_worker()
    {
        var worker = Make();
        var crashing = worker.Call("crash");
        var link = Placement.Next();
        link.Take();
        var waiting = worker.Call("wait");

        link.Die();

        Assert.Equal(WorkerFailure.Crashed, (await Failure(crashing)).Failure);
        Placement.Next().Take().Reply("done");
        Assert.Equal("done", await waiting);
        Assert.Equal(1, worker.Status.RecentFailures);
    }

    [Fact]
    public async Task A_call_that_never_reached_its_worker_is_given_to_the_next()
    {
        var worker = Make();
        await worker.SwitchAsync("unit");
        var dead = Placement.Next();
        dead.IsDeaf = true;

        var call = worker.Call("a");
        dead.Die();
        Placement.Next().Take().Reply("A");

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

        Clock.Advance(TimeSpan.FromMinutes(1));
        var call = worker.Call("b");
        Placement.Next().Take().Reply("B");
        Assert.Equal("B", await call);
    }

    [Fact]
    public async Task The_first_replacement_comes_at_once_and_each_further_one_after_twice_the_pause()
    {
        var worker = Make(static options => options with { RestartBackOff = TimeSpan.FromSeconds(1) });
        await Crash(worker);
        await Crash(worker);

        var call = worker.Call("a");
        Assert.Equal(2, Placement.Asked);
        Clock.Advance(TimeSpan.FromSeconds(1));

        Placement.Next().Take().Reply("A");
        Assert.Equal("A", await call);
    }

    [Fact]
    public async Task Where_no_worker_can_be_started_calls_run_in_this_process_and_that_is_said_once()
    {
        var worker = Make(static options => options with { Mode = WorkerMode.Auto, RestartLimit = 0 });
        var changes = new List<WorkerModeChange>();
        worker.ModeChanged += changes.Add;
        Placement.Failures.Enqueue(new WorkerException(WorkerFailure.CannotStart, "There is no such program."));

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
        Placement.Failures.Enqueue(new WorkerException(WorkerFailure.CannotStart, "There is no such program."));
        await worker.Call("a");

        Clock.Advance(TimeSpan.FromMinutes(2));
        var call = worker.Call("b");
        Placement.Next().Take().Reply("B");

        Assert.Equal("B", await call);
        Assert.Equal([false, true], changes.Select(static change => change.IsIsolated));
    }

    [Fact]
    public async Task Where_workers_are_a_must_a_call_says_why_there_is_none()
    {
        var worker = Make(static options => options with { RestartLimit = 0 });
        Placement.Failures.Enqueue(new WorkerException(WorkerFailure.CannotStart, "There is no such program."));

        var failure = await Failure(worker.Call("a"));

        Assert.Equal((WorkerFailure.CannotStart, "Render"), (failure.Failure, failure.Command));
        Assert.Contains("no such program", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_workers_are_off_calls_run_in_this_process_with_their_unit()
    {
        var worker = Make(static options => options with { Mode = WorkerMode.Never });
        await worker.SwitchAsync("here");

        Assert.Equal("here:here:a", await worker.Call("a"));
        Assert.Equal(0, Placement.Asked);
    }
}
