using static ResourceHygiene.Workers.Tests.Isolation.Calls;

namespace ResourceHygiene.Workers.Tests.Isolation;

/// <summary>What the subscriber of an event may do, and wait for, while it is called.</summary>
public sealed class SubscriberTests : SupervisedTests
{
    [Fact]
    public async Task A_subscriber_that_is_told_of_another_mode_may_wait_for_a_call()
    {
        var worker = Make(static options => options with { Mode = WorkerMode.Auto, RestartLimit = 0 });
        var answered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.ModeChanged += _ => answered.SetResult(worker.Call("inside").GetAwaiter().GetResult());
        Placement.Failures.Enqueue(new WorkerException(WorkerFailure.CannotStart, "There is no such program."));

        var call = worker.Call("a");

        Assert.Equal(":here:inside", await answered.Task.WaitAsync(Patience));
        Assert.Equal(":here:a", await call);
    }

    [Fact]
    public async Task A_subscriber_that_is_told_of_another_mode_may_dispose_the_worker()
    {
        var worker = Make(static options => options with { Mode = WorkerMode.Auto, RestartLimit = 0 });
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.ModeChanged += _ =>
        {
            worker.DisposeAsync().AsTask().Wait();
            disposed.SetResult();
        };
        Placement.Failures.Enqueue(new WorkerException(WorkerFailure.CannotStart, "There is no such program."));

        var call = worker.Call("a");

        await disposed.Task.WaitAsync(Patience);
        Assert.Equal(WorkerFailure.Closed, (await Failure(call)).Failure);
    }

    [Fact]
    public async Task A_subscriber_that_is_told_of_an_end_may_wait_for_a_call_that_needs_the_next_worker()
    {
        var worker = Make();
        var answered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Ended += end =>
        {
            if (end.Reason == WorkerEndReason.Crashed)
                answered.SetResult(worker.Call("inside").GetAwaiter().GetResult());
        };
        await worker.SwitchAsync("unit");

        Placement.Next().Die();
        Placement.Next().Take().Reply("done");

        Assert.Equal("done", await answered.Task.WaitAsync(Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_subscriber_that_is_told_of_an_end_may_dispose_the_worker_whoever_else_does(bool somebodyElseDoes)
    {
        var worker = Make();
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Ended += _ =>
        {
            worker.DisposeAsync().AsTask().Wait();
            disposed.SetResult();
        };
        await worker.SwitchAsync("unit");
        var link = Placement.Next();

        var other = somebodyElseDoes ? worker.DisposeAsync().AsTask() : Task.CompletedTask;
        link.Die();

        await disposed.Task.WaitAsync(Patience);
        await other.WaitAsync(Patience);
    }

    [Fact]
    public async Task Disposal_is_done_when_subscribers_have_been_told()
    {
        var worker = Make();
        var told = false;
        worker.Ended += _ =>
        {
            Thread.Yield();
            told = true;
        };
        await worker.SwitchAsync("unit");

        await worker.DisposeAsync();

        Assert.True(told);
    }

    [Fact]
    public async Task A_link_that_cannot_be_let_go_keeps_nobody_waiting()
    {
        var worker = Make();
        await worker.SwitchAsync("first");
        Placement.Next().DisposalFailure = new IOException("The broker is gone.");

        await worker.SwitchAsync("second");
        var call = worker.Call("a");
        Placement.Next().Take().Reply("A");

        Assert.Equal("A", await call);
        await worker.DisposeAsync().AsTask().WaitAsync(Patience);
    }
}
