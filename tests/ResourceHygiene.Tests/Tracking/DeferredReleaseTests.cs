namespace ResourceHygiene.Tests;

/// <summary>Releases that waited for a lease, and who else asks meanwhile.</summary>
public sealed class DeferredReleaseTests
{
    private readonly Workbench _bench = new(TimeProvider.System);

    [Fact]
    public void A_release_that_waited_is_not_told_of_the_time_of_a_thread_that_is_gone()
    {
        _bench.Reaper.Options = new ReaperOptions { HandlerDeadline = TimeSpan.FromMinutes(1) };
        var isOver = true;
        var handle = _bench.Add(new FakeResource
        {
            OnRelease = context =>
            {
                // As a handler does that tries again after a pause. The watched thread's source is disposed by now.
                isOver = context.Deadline.WaitHandle.WaitOne(0);
                return ReleaseOutcome.Released();
            },
        });
        Assert.True(_bench.Tracker.TryLease(handle, out var lease));

        var report = _bench.Reaper.Release([handle], ReleaseReason.Pressure, WhenLeased.Defer);
        Assert.Equal(ReleaseStatus.Deferred, Assert.Single(report.Steps).Result.Status);
        lease.Dispose();

        Assert.Empty(_bench.Reaper.Statistics.RecentFailures);
        Assert.False(isOver);
        Assert.False(_bench.Tracker.TryGetInfo(handle, out _));
    }

    [Fact]
    public void One_asked_for_while_another_begins_is_never_taken_for_the_owners_decision()
    {
        const int Rounds = 40_000;
        var wrong = 0;
        var handle = _bench.Add(new FakeResource
        {
            OnRelease = context =>
            {
                if (context.Reason != ReleaseReason.Requested)
                    Interlocked.Increment(ref wrong);
                return ReleaseOutcome.Kept("as planned");
            },
        });
        var other = _bench.Add(new FakeResource { OnRelease = static _ => ReleaseOutcome.Kept("as planned") });

        Parallel.Invoke(
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            () => LeaseAndAsk(handle),
            () => Ask(handle),
            () => LeaseAndAsk(other),
            () => LeaseAndAsk(other));

        Assert.Equal(0, wrong);

        void Ask(ResourceHandle of)
        {
            for (var i = 0; i < Rounds; i++)
                _bench.Tracker.Release(of, ReleaseReason.Requested, WhenLeased.Defer);
        }

        void LeaseAndAsk(ResourceHandle of)
        {
            for (var i = 0; i < Rounds; i++)
            {
                _bench.Tracker.TryLease(of, out var lease);
                using (lease)
                    _bench.Tracker.Release(of, ReleaseReason.Requested, WhenLeased.Defer);
            }
        }
    }
}
