using System.Diagnostics;

namespace ResourceHygiene.Tests.Diagnostics;

public sealed class ActivityTests : IDisposable
{
    private readonly ResourceTracker _tracker = new(new ManualTimeProvider());
    private readonly ActivitySource _tests = new($"tests-{Guid.NewGuid():N}");
    private readonly ActivityListener _listener;
    private readonly List<Activity> _stopped = [];

    public ActivityTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source || source == _tests,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (_stopped)
                    _stopped.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _tests.Dispose();
    }

    [Fact]
    public void A_reclaim_is_an_activity_and_what_handlers_do_lies_inside()
    {
        var resource = new Working(() => _tests.StartActivity("handler")?.Dispose());
        _tracker.Register(resource, new() { Type = "cache", Bytes = 100 });

        var run = Run(() => new ResourceCleaner(_tracker).Reclaim(new ReclaimGoal(60)), "rh.reclaim");

        Assert.Equal((60L, 100L, "enough"), (run.GetTagItem("rh.bytes.wanted"), run.GetTagItem("rh.bytes.freed"), run.GetTagItem("rh.outcome")));
        Assert.Equal(run.Id, Assert.Single(Stopped(), static activity => activity.OperationName == "handler").ParentId);
    }

    [Fact]
    public void A_run_in_which_something_failed_is_an_error()
    {
        var resource = new Working(static () => throw new IOException("broken"));
        _tracker.Register(resource, new() { Type = "cache", Bytes = 100 });

        var run = Run(() => new ResourceCleaner(_tracker).ReleaseAll(ReleaseReason.Requested, TimeSpan.FromSeconds(30)), "rh.release_all");

        Assert.Equal((ActivityStatusCode.Error, "1 failed, 0 not reached"), (run.Status, run.StatusDescription));
    }

    [Fact]
    public void A_clean_up_says_how_deep_it_went()
    {
        var run = Run(() => new ResourceCleaner(_tracker).Clean(CleanupLevel.High), "rh.clean");

        Assert.Equal(("high", "success"), (run.GetTagItem("rh.cleanup.level"), run.GetTagItem("rh.outcome")));
    }

    [Fact]
    public void A_goal_that_is_reached_already_is_no_run()
    {
        using var parent = _tests.StartActivity("test");
        new ResourceCleaner(_tracker).Reclaim(new ReclaimGoal(0));

        Assert.DoesNotContain(Stopped(), activity => activity.ParentId == parent!.Id);
    }

    /// <summary>The one run of this name inside this test; others of the process are somebody else's.</summary>
    private Activity Run(Action action, string name)
    {
        using var parent = _tests.StartActivity("test");
        action();
        return Assert.Single(Stopped(), activity => activity.OperationName == name && activity.ParentId == parent!.Id);
    }

    // Other tests of the process stop activities meanwhile.
    private Activity[] Stopped()
    {
        lock (_stopped)
            return [.. _stopped];
    }

    private sealed class Working(Action work) : IDisposable
    {
        public void Dispose() => work();
    }
}
