using static ResourceHygiene.Workers.Tests.Isolation.Calls;

namespace ResourceHygiene.Workers.Tests.Isolation;

/// <summary>When one worker takes the place of another, with workers that the test plays.</summary>
public sealed class ReplacementTests : SupervisedTests
{
    [Fact]
    public async Task A_switch_gives_the_next_unit_a_fresh_worker_and_supersedes_calls_of_the_old_one()
    {
        var worker = Make();
        await worker.SwitchAsync("first");
        var old = Placement.Next();
        var running = worker.Call("a");
        old.Take();
        var waiting = worker.Call("b");

        await worker.SwitchAsync("second");

        Assert.Equal(WorkerFailure.Superseded, (await Failure(running)).Failure);
        Assert.Equal(WorkerFailure.Superseded, (await Failure(waiting)).Failure);
        Assert.True(old.WasLetGo);
        var call = worker.Call("c");
        var link = Placement.Next();
        Assert.Equal(("first", "second"), (old.Unit, link.Unit));
        link.Take().Reply("C");
        Assert.Equal("C", await call);
        Assert.Equal(0, worker.Status.RecentFailures);
    }

    [Fact]
    public async Task A_worker_is_replaced_after_as_many_calls_as_it_may_answer()
    {
        var worker = Make(static options => options with { RecycleAfterCalls = 2, RecycleJitter = 0 });
        var ended = new TaskCompletionSource<WorkerEndReason>();
        worker.Ended += end => ended.TrySetResult(end.Reason);
        await worker.SwitchAsync("unit");
        var old = Placement.Next();
        for (var count = 0; count < 2; count++)
        {
            var call = worker.Call("a");
            old.Take().Reply("A");
            await call;
        }

        var next = worker.Call("b");
        var link = Placement.Next();
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
        var first = Placement.Next();
        first.MemoryBytes = 5000;
        first.Take().Reply("A");
        await call;

        Clock.Advance(TimeSpan.FromHours(1));
        call = worker.Call("b");
        var second = Placement.Next();
        second.MemoryBytes = 5000;
        second.Take().Reply("B");
        await call;
        second.MemoryBytes = 6000;
        call = worker.Call("c");
        Placement.Next().Take().Reply("C");

        Assert.Equal("C", await call);
        Assert.True(first.WasLetGo && second.WasLetGo);
    }
}
