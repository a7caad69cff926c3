namespace ResourceHygiene.Tests;

public sealed class ReleaseOnceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void The_second_release_learns_that_it_was_done_already()
    {
        var bench = new Workbench();
        var resource = new FakeResource();
        var handle = bench.Add(resource, bytes: 8);

        Assert.Equal((ReleaseStatus.Released, 8), Outcome(bench.Tracker.Release(handle)));
        Assert.Equal((ReleaseStatus.AlreadyReleased, 0), Outcome(bench.Tracker.Release(handle)));
        Assert.Equal(1, resource.Releases);
        Assert.Equal(8, bench.Reaper.Statistics.Total.BytesFreed);
    }

    [Fact]
    public async Task While_one_caller_releases_the_others_learn_so_at_once()
    {
        var bench = new Workbench();
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var handle = bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                entered.Set();
                Assert.True(goOn.Wait(Patience));
                return default;
            },
        });

        var winner = Task.Run(() => bench.Tracker.Release(handle));
        Assert.True(entered.Wait(Patience));
        var loser = bench.Tracker.Release(handle);
        var state = bench.Info(handle).State;
        goOn.Set();

        Assert.Equal(ReleaseStatus.AlreadyReleased, loser.Status);
        Assert.Equal("another caller is releasing it", loser.Message);
        Assert.Equal(ResourceState.Releasing, state);
        Assert.Equal(ReleaseStatus.Released, (await winner).Status);
    }

    [Fact]
    public async Task A_handler_that_runs_holds_nobody_else_up()
    {
        var bench = new Workbench();
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var slow = bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                entered.Set();
                Assert.True(goOn.Wait(Patience));
                return default;
            },
        });
        var other = bench.Add(new FakeResource());

        var slowRelease = Task.Run(() => bench.Tracker.Release(slow));
        Assert.True(entered.Wait(Patience));
        // Everything works while the handler is stuck; were a lock held, this would not come back.
        Assert.True(bench.Tracker.TryLease(other, out var lease));
        lease.Dispose();
        Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(other).Status);
        bench.Add(new FakeResource());
        Assert.Equal(2, bench.Tracker.Snapshot().Length);
        Assert.Equal(1, bench.Reaper.Statistics.Total.Released);
        goOn.Set();

        Assert.Equal(ReleaseStatus.Released, (await slowRelease).Status);
    }

    [Fact]
    public void A_handler_may_register_lease_and_release_others()
    {
        var bench = new Workbench();
        var child = new FakeResource();
        var childHandle = bench.Add(child);
        var leasedHandle = bench.Add(new FakeResource());
        ResourceHandle registered = default;
        var parent = bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                registered = bench.Add(new FakeResource());
                Assert.True(bench.Tracker.TryLease(leasedHandle, out var lease));
                lease.Dispose();
                Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(childHandle).Status);
                return default;
            },
        });

        Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(parent).Status);

        Assert.Equal(1, child.Releases);
        Assert.True(bench.Tracker.TryGetInfo(registered, out _));
    }

    [Fact]
    public void A_handler_that_releases_its_own_resource_runs_once()
    {
        var bench = new Workbench();
        ResourceHandle handle = default;
        ReleaseResult inner = default;
        var resource = new FakeResource
        {
            OnRelease = _ =>
            {
                inner = bench.Tracker.Release(handle, ReleaseReason.Disposed, WhenLeased.Defer);
                return default;
            },
        };
        handle = bench.Add(resource);

        Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(handle).Status);
        Assert.Equal(ReleaseStatus.AlreadyReleased, inner.Status);
        Assert.Equal(1, resource.Releases);
    }

    [Fact]
    public void A_handler_that_disposes_itself_and_then_declines_does_not_run_for_ever()
    {
        var bench = new Workbench();
        ResourceHandle handle = default;
        var resource = new FakeResource
        {
            OnRelease = _ =>
            {
                bench.Tracker.Release(handle, ReleaseReason.Disposed, WhenLeased.Defer);
                return ReleaseOutcome.Kept("not yet");
            },
        };
        handle = bench.Add(resource);

        Assert.Equal(ReleaseStatus.Kept, bench.Tracker.Release(handle, ReleaseReason.Pressure).Status);

        // Once as asked, once more for the owner who disposed it meanwhile.
        Assert.Equal(2, resource.Releases);
        Assert.Equal(ResourceState.Live, bench.Info(handle).State);
    }

    [Fact]
    public void A_handler_that_throws_ends_the_entry_and_is_recorded()
    {
        var bench = new Workbench();
        var handle = bench.Add(new FakeResource { OnRelease = _ => throw new InvalidOperationException("broken") }, bytes: 10);

        var result = bench.Tracker.Release(handle);

        Assert.Equal(ReleaseStatus.Failed, result.Status);
        Assert.Equal("broken", result.Exception!.Message);
        Assert.Equal(0, result.BytesFreed);
        Assert.Equal(ReleaseStatus.AlreadyReleased, bench.Tracker.Release(handle).Status);
        Assert.Equal(1, bench.Reaper.Statistics.Total.Failed);
    }

    [Fact]
    public void A_handler_that_declines_keeps_the_resource_live()
    {
        var bench = new Workbench();
        var keep = true;
        var handle = bench.Add(new FakeResource { OnRelease = _ => keep ? ReleaseOutcome.Kept("busy") : ReleaseOutcome.Released(3) }, bytes: 10);

        var kept = bench.Tracker.Release(handle);
        Assert.Equal(ReleaseStatus.Kept, kept.Status);
        Assert.Equal("busy", kept.Message);
        Assert.True(bench.Tracker.TryLease(handle, out var lease));
        lease.Dispose();

        keep = false;
        Assert.Equal((ReleaseStatus.Released, 3), Outcome(bench.Tracker.Release(handle)));
    }

    [Fact]
    public async Task A_dispose_that_comes_while_a_failing_persist_runs_is_not_lost()
    {
        var bench = new Workbench();
        using var entered = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var model = new FakeModel
        {
            OnPersist = _ =>
            {
                entered.Set();
                Assert.True(goOn.Wait(Patience));
                throw new IOException("disk full");
            },
        };
        var handle = bench.Add(model);

        var underPressure = Task.Run(() => bench.Tracker.Release(handle, ReleaseReason.Pressure));
        Assert.True(entered.Wait(Patience));
        bench.Tracker.Release(handle, ReleaseReason.Disposed, WhenLeased.Defer);
        goOn.Set();

        Assert.Equal(ReleaseStatus.Released, (await underPressure).Status);
        Assert.Equal(1, model.Releases);
    }

    [Fact]
    public void A_throwing_subscriber_changes_nothing_and_is_recorded()
    {
        var bench = new Workbench();
        bench.Tracker.ReleaseCompleted += _ => throw new FormatException("subscriber");
        var handle = bench.Add(new FakeResource());

        Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(handle).Status);

        Assert.IsType<FormatException>(Assert.Single(bench.Reaper.Statistics.RecentFailures).Exception);
    }

    [Fact]
    public void One_subscriber_that_throws_keeps_nothing_from_the_others()
    {
        var bench = new Workbench();
        var told = new List<string>();
        void First(ReleaseRecord record) => throw new FormatException("first");
        void Second(ReleaseRecord record) => told.Add("second");
        void Third(ReleaseRecord record) => throw new FormatException("third");
        void Fourth(ReleaseRecord record) => told.Add("fourth");
        bench.Tracker.ReleaseCompleted += First;
        bench.Tracker.ReleaseCompleted += (Action<ReleaseRecord>)Second + Third + Fourth;

        bench.Tracker.Release(bench.Add(new FakeResource()));
        Assert.Equal(["second", "fourth"], told);
        Assert.Equal(["first", "third"], bench.Reaper.Statistics.RecentFailures.Select(failure => failure.Exception.Message));

        bench.Tracker.ReleaseCompleted -= Third;
        bench.Tracker.ReleaseCompleted -= (Action<ReleaseRecord>)First + Second;
        bench.Tracker.ReleaseCompleted -= Third;
        bench.Tracker.Release(bench.Add(new FakeResource()));
        Assert.Equal(["second", "fourth", "fourth"], told);
        Assert.Equal(2, bench.Reaper.Statistics.RecentFailures.Length);
    }

    [Fact]
    public void An_owner_who_passes_another_object_is_told_so()
    {
        var bench = new Workbench();
        var resource = new FakeResource();
        var handle = bench.Add(resource);

        var refusal = Assert.Throws<ArgumentException>(() => bench.Tracker.ReleaseOwned(handle, new FakeResource()));

        Assert.Contains(handle.ToString(), refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ReleaseStatus.Released, bench.Tracker.ReleaseOwned(handle, resource).Status);
        Assert.Equal(ReleaseStatus.AlreadyReleased, bench.Tracker.ReleaseOwned(handle, resource).Status);
    }

    [Fact]
    public void A_handler_added_later_is_run_for_what_had_nothing_to_run_before()
    {
        var bench = new Workbench();
        var type = $"late {Guid.NewGuid()}";
        Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(bench.Add(new Handled(), type), ReleaseReason.Disposed).Status);

        var handled = 0;
        ReleaseHandlers.Register<Handled>(type, (Handled _, in ReleaseContext _) =>
        {
            handled++;
            return default;
        });
        bench.Tracker.Release(bench.Add(new Handled(), type), ReleaseReason.Disposed);

        Assert.Equal(1, handled);
    }

    private sealed class Handled;

    private static (ReleaseStatus Status, long BytesFreed) Outcome(ReleaseResult result) => (result.Status, result.BytesFreed);
}
