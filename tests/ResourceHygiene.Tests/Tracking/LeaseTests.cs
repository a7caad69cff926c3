using System.Reflection;

namespace ResourceHygiene.Tests;

public sealed class LeaseTests
{
    [Fact]
    public void Leased_resource_is_not_released_until_the_lease_returns()
    {
        var bench = new Workbench();
        var resource = new FakeResource();
        var handle = bench.Add(resource);

        using (Lease(bench, handle))
        {
            var refused = bench.Tracker.Release(handle);
            Assert.Equal(ReleaseStatus.Leased, refused.Status);
            Assert.Equal("1 lease is held", refused.Message);
            Assert.Equal(1, bench.Info(handle).Leases);
        }

        Assert.Equal(0, resource.Releases);
        Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(handle).Status);
    }

    [Fact]
    public void The_last_lease_out_carries_out_a_deferred_release_once()
    {
        var bench = new Workbench();
        var reasons = new List<ReleaseReason>();
        var resource = new FakeResource
        {
            OnRelease = context =>
            {
                reasons.Add(context.Reason);
                return default;
            },
        };
        var handle = bench.Add(resource);
        var first = Lease(bench, handle);
        var second = Lease(bench, handle);

        Assert.Equal(ReleaseStatus.Deferred, bench.Tracker.Release(handle, ReleaseReason.Pressure, WhenLeased.Defer).Status);
        Assert.Equal(ResourceState.ReleasePending, bench.Info(handle).State);
        first.Dispose();
        Assert.Equal(0, resource.Releases);
        second.Dispose();

        Assert.Equal([ReleaseReason.Pressure], reasons);
        Assert.False(bench.Tracker.TryGetInfo(handle, out _));
    }

    [Fact]
    public void A_deferred_release_is_claimed_like_any_other()
    {
        var bench = new Workbench();
        ResourceHandle handle = default;
        ReleaseStatus? other = null;
        var resource = new FakeResource
        {
            OnRelease = _ =>
            {
                other = bench.Tracker.Release(handle).Status;
                return default;
            },
        };
        handle = bench.Add(resource);
        var lease = Lease(bench, handle);
        bench.Tracker.Release(handle, whenLeased: WhenLeased.Defer);

        lease.Dispose();

        Assert.Equal(ReleaseStatus.AlreadyReleased, other);
        Assert.Equal(1, resource.Releases);
    }

    [Fact]
    public void No_lease_is_given_once_a_release_is_pending()
    {
        var bench = new Workbench();
        var handle = bench.Add(new FakeResource());
        using var lease = Lease(bench, handle);
        bench.Tracker.Release(handle, whenLeased: WhenLeased.Defer);

        Assert.False(bench.Tracker.TryLease(handle, out var late));
        Assert.False(late.IsHeld);
    }

    [Fact]
    public void No_lease_is_given_while_a_release_runs()
    {
        var bench = new Workbench();
        var leased = true;
        ResourceHandle handle = default;
        handle = bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                leased = bench.Tracker.TryLease(handle, out var lease);
                lease.Dispose();
                return default;
            },
        });

        bench.Tracker.Release(handle);

        Assert.False(leased);
    }

    [Fact]
    public void The_owners_decision_replaces_a_pending_wish_of_somebody_else()
    {
        var bench = new Workbench();
        var seen = new List<ReleaseReason>();
        var model = new FakeModel
        {
            OnPersist = _ => throw new IOException("disk full"),
            OnRelease = context =>
            {
                seen.Add(context.Reason);
                return default;
            },
        };
        var handle = bench.Add(model);
        var lease = Lease(bench, handle);

        bench.Tracker.Release(handle, ReleaseReason.Pressure, WhenLeased.Defer);
        bench.Tracker.Release(handle, ReleaseReason.Disposed, WhenLeased.Defer);
        lease.Dispose();

        // Under pressure the failed persist would have kept it, and nobody would have come back for it.
        Assert.Equal([ReleaseReason.Disposed], seen);
    }

    [Fact]
    public void A_failing_deferred_release_is_recorded_and_not_thrown_at_the_lease_holder()
    {
        var bench = new Workbench();
        var records = new List<ReleaseRecord>();
        bench.Tracker.ReleaseCompleted += records.Add;
        var handle = bench.Add(new FakeResource { OnRelease = _ => throw new IOException("stuck") }, "file", "a.tmp");
        var lease = Lease(bench, handle);
        bench.Tracker.Release(handle, ReleaseReason.Requested, WhenLeased.Defer);

        lease.Dispose();

        Assert.Equal(ReleaseStatus.Failed, Assert.Single(records).Result.Status);
        var failure = Assert.Single(bench.Reaper.Statistics.RecentFailures);
        Assert.Equal("a.tmp", failure.Name);
        Assert.Equal("stuck", failure.Exception.Message);
        Assert.Equal(1, bench.Reaper.Statistics.FailuresByException[typeof(IOException).FullName!]);
    }

    [Fact]
    public void A_deferred_release_keeps_the_deadline_that_it_was_asked_for_with()
    {
        var bench = new Workbench();
        using var early = new CancellationTokenSource();
        using var late = new CancellationTokenSource();
        var deadlines = new List<CancellationToken>();
        var handle = bench.Add(new FakeResource
        {
            OnRelease = context =>
            {
                deadlines.Add(context.Deadline);
                return default;
            },
        });
        var lease = Lease(bench, handle);

        bench.Reaper.Release(handle, ReleaseReason.Pressure, WhenLeased.Defer, early.Token);
        // The same wish again changes nothing; the owner's decision replaces it, deadline and all.
        bench.Reaper.Release(handle, ReleaseReason.Requested, WhenLeased.Defer);
        bench.Reaper.Release(handle, ReleaseReason.Disposed, WhenLeased.Defer, late.Token);
        lease.Dispose();

        Assert.Equal([late.Token], deadlines);
    }

    [Fact]
    public void A_wish_that_waited_for_a_claimed_release_keeps_its_deadline()
    {
        var bench = new Workbench();
        using var deadline = new CancellationTokenSource();
        var seen = new List<(ReleaseReason, CancellationToken)>();
        ResourceHandle handle = default;
        handle = bench.Add(new FakeResource
        {
            OnRelease = context =>
            {
                seen.Add((context.Reason, context.Deadline));
                if (context.Reason == ReleaseReason.Disposed)
                    return default;

                bench.Reaper.Release(handle, ReleaseReason.Disposed, WhenLeased.Defer, deadline.Token);
                return ReleaseOutcome.Kept("busy");
            },
        });

        bench.Tracker.Release(handle, ReleaseReason.Pressure);

        Assert.Equal([(ReleaseReason.Pressure, CancellationToken.None), (ReleaseReason.Disposed, deadline.Token)], seen);
        Assert.False(bench.Tracker.TryGetInfo(handle, out _));
    }

    [Fact]
    public void What_is_not_to_be_saved_at_exit_is_not_saved_when_the_lease_returns_later()
    {
        var bench = new Workbench();
        var saves = 0;
        var model = new FakeModel { OnPersist = _ => saves++ };
        var handle = bench.Add(model);
        var lease = Lease(bench, handle);

        // What ExitCleanup asks for after an unhandled exception; no public call leaves out saving.
        var releaseAll = typeof(ResourceCleaner).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic)
            .Single(method => method.Name == nameof(ResourceCleaner.ReleaseAll));
        var arguments = releaseAll.GetParameters().Select(parameter => parameter.Name switch
        {
            "reason" => ReleaseReason.Exit,
            "budget" => Timeout.InfiniteTimeSpan,
            "skipPersist" => true,
            "awaitOthers" => false,
            _ => (object?)null,
        });
        releaseAll.Invoke(bench.Cleaner, [.. arguments]);
        Assert.Equal(0, model.Releases);
        lease.Dispose();

        Assert.Equal((1, 0), (model.Releases, saves));
    }

    [Fact]
    public void Disposing_a_lease_again_returns_nothing()
    {
        var bench = new Workbench();
        var handle = bench.Add(new FakeResource());
        var lease = Lease(bench, handle);
        using var other = Lease(bench, handle);

        lease.Dispose();
        lease.Dispose();
        default(Lease).Dispose();

        Assert.False(lease.IsHeld);
        Assert.Equal(1, bench.Info(handle).Leases);
    }

    [Fact]
    public void A_lease_keeps_the_resource_alive_so_that_a_deferred_release_still_happens()
    {
        var tracker = new ResourceTracker();
        var releases = 0;
        ResourceHandle handle = default;
        Lease lease = default;
        var resource = Garbage.Make(() =>
        {
            var made = new FakeResource
            {
                OnRelease = _ =>
                {
                    releases++;
                    return default;
                },
            };
            handle = tracker.Register(made, new() { Type = "x" });
            Assert.True(tracker.TryLease(handle, out lease));
            return made;
        });
        tracker.Release(handle, ReleaseReason.Disposed, WhenLeased.Defer);

        Assert.False(Garbage.IsCollected(resource));
        lease.Dispose();

        Assert.Equal(1, releases);
    }

    private static Lease Lease(Workbench bench, ResourceHandle handle)
    {
        Assert.True(bench.Tracker.TryLease(handle, out var lease));
        return lease;
    }
}
