using System.Collections.Immutable;

namespace ResourceHygiene.Tests;

/// <summary>Handlers that take longer than they may.</summary>
public sealed class HandlerDeadlineTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly Workbench _bench;

    public HandlerDeadlineTests()
    {
        _bench = new Workbench(_time);
        _bench.Reaper.Options = new ReaperOptions { HandlerDeadline = Deadline, Grace = Grace };
    }

    [Fact]
    public void One_that_hangs_is_left_behind_and_the_run_goes_on_with_the_next()
    {
        using var hanging = new Hanging(_time);
        var stuck = _bench.Add(hanging.Resource(), "socket", "a");
        var others = Enumerable.Range(0, 5).Select(_ => _bench.Add(new FakeResource(), bytes: 10)).ToArray();

        var report = _bench.Reaper.Release([stuck, .. others]);

        Assert.Equal((5, 1, 1, 50L), (report.Released, report.Failed, report.Overrun, report.BytesFreed));
        Assert.Empty(report.NotReached);
        Assert.False(report.IsComplete);
        var step = Assert.Single(report.Failures);
        Assert.Equal((stuck, ReleaseStatus.Overrun), (step.Resource.Handle, step.Result.Status));
        Assert.Equal("socket 'a': overrun: The handler of socket 'a' overran its deadline of 2 s and was left behind.", step.ToString());
        Assert.Equal(ResourceState.Releasing, _bench.Info(stuck).State);
    }

    [Fact]
    public void Several_that_hang_are_all_left_behind()
    {
        using var hanging = new Hanging(_time);
        var handles = Enumerable.Range(0, 6).Select(i => _bench.Add(i % 2 == 0 ? hanging.Resource() : new FakeResource())).ToArray();

        var report = _bench.Reaper.Release(handles);

        Assert.Equal((3, 3), (report.Released, report.Overrun));
        Assert.Equal(3, _bench.Reaper.Statistics.Total.Overrun);
    }

    [Fact]
    public void An_overrun_is_recorded_with_its_resource_and_the_late_outcome_is_counted_when_it_comes()
    {
        using var hanging = new Hanging(_time);
        using var settled = new ManualResetEventSlim();
        var stuck = _bench.Add(hanging.Resource(), "socket", "a", bytes: 7);
        _bench.Tracker.ReleaseCompleted += _ => settled.Set();

        var result = _bench.Reaper.Release(stuck);

        Assert.Equal((ReleaseStatus.Overrun, false), (result.Status, result.IsGone));
        var before = _bench.Reaper.Statistics;
        Assert.Equal((1L, 0L, 0L), (before.Total.Overrun, before.Total.Attempts, before.Total.Released));
        Assert.Equal((stuck, "a"), (before.RecentFailures.Single().Handle, before.RecentFailures.Single().Name));
        Assert.Equal(1, before.FailuresOf("socket")["System.TimeoutException"]);

        hanging.GoOn();
        Assert.True(settled.Wait(TimeSpan.FromSeconds(10)));
        var after = _bench.Reaper.Statistics;
        Assert.Equal((1L, 1L, 1L, 7L), (after.Total.Overrun, after.Total.Attempts, after.Total.Released, after.Total.BytesFreed));
        Assert.False(_bench.Tracker.TryGetInfo(stuck, out _));
    }

    [Fact]
    public void One_that_ends_when_it_is_told_has_its_own_outcome()
    {
        var polite = _bench.Add(new FakeResource
        {
            OnRelease = context =>
            {
                _time.Advance(Deadline);
                return context.Deadline.IsCancellationRequested ? ReleaseOutcome.Kept("no time left") : default;
            },
        });
        var seesFreshToken = _bench.Add(new FakeResource
        {
            OnRelease = static context => context.Deadline.IsCancellationRequested ? ReleaseOutcome.Kept("told for another's delay") : default,
        });

        var report = _bench.Reaper.Release([polite, seesFreshToken]);

        Assert.Equal([ReleaseStatus.Kept, ReleaseStatus.Released], report.Steps.Select(static step => step.Result.Status));
        Assert.Equal(0, report.Overrun);
    }

    [Fact]
    public void Time_that_others_took_does_not_count()
    {
        var handles = Enumerable.Range(0, 5).Select(_ => _bench.Add(new FakeResource
        {
            OnRelease = context =>
            {
                _time.Advance(Deadline / 2);
                return context.Deadline.IsCancellationRequested ? ReleaseOutcome.Kept("told too early") : default;
            },
        })).ToArray();

        Assert.Equal(5, _bench.Reaper.Release(handles).Released);
    }

    [Fact]
    public void Types_may_have_deadlines_of_their_own()
    {
        _bench.Reaper.Options = new ReaperOptions
        {
            HandlerDeadlines = ImmutableDictionary<string, TimeSpan>.Empty.Add("quick", Deadline),
            Grace = TimeSpan.Zero,
        };
        using var hanging = new Hanging(_time);
        var quick = _bench.Add(hanging.Resource(), "quick");
        var slow = _bench.Add(
            new FakeResource
            {
                OnRelease = _ =>
                {
                    _time.Advance(TimeSpan.FromDays(1));
                    return default;
                },
            },
            "slow");

        var report = _bench.Reaper.Release([quick, slow]);

        Assert.Equal([ReleaseStatus.Overrun, ReleaseStatus.Released], report.Steps.Select(static step => step.Result.Status));
    }

    [Fact]
    public void What_a_stuck_resource_needs_is_kept()
    {
        using var hanging = new Hanging(_time);
        var model = _bench.Add(new FakeResource(), "model");
        var session = _bench.Add(hanging.Resource(), "session", dependsOn: [model]);

        var report = _bench.Reaper.Release([model, session]);

        Assert.Equal([ReleaseStatus.Overrun, ReleaseStatus.Kept], report.Steps.Select(static step => step.Result.Status));
        Assert.Equal("needed by session", report.Steps[1].Result.Message);
    }

    [Fact]
    public void A_trim_or_an_offload_that_hangs_is_left_behind_too()
    {
        using var hanging = new Hanging(_time);
        var trimmable = _bench.Add(new FakeTrimmable(_ => hanging.Hang()), bytes: 10);
        var model = _bench.Add(new FakeModel { OnOffload = _ => hanging.Hang() }, bytes: 10, location: ResourceLocation.Device(0));

        Assert.Equal(ReleaseStatus.Overrun, _bench.Reaper.Trim(trimmable, 5).Status);
        Assert.Equal(ReleaseStatus.Overrun, _bench.Reaper.Offload(model).Status);

        Assert.Equal(ReleaseStatus.Leased, _bench.Reaper.Trim(trimmable, 5).Status);
        Assert.Equal(2, _bench.Reaper.Statistics.Total.Overrun);
    }

    [Fact]
    public void A_reclaim_passes_over_what_hangs_and_finds_the_bytes_elsewhere()
    {
        using var hanging = new Hanging(_time);
        _bench.Add(hanging.Resource(), ResourceTypes.RenderCache, bytes: 100);
        _bench.Add(new FakeResource(), ResourceTypes.AudioCache, bytes: 100);

        var report = _bench.Cleaner.Reclaim(new ReclaimGoal(100));

        Assert.True(report.IsEnough);
        Assert.Contains(report.Steps, static step => step.Result.Status == ReleaseStatus.Overrun);
    }

    [Fact]
    public void An_asynchronous_handler_that_never_ends_overruns_like_any_other()
    {
        ReleaseHandlers.RegisterAsync<Foreign>("deadline.async", async (_, context) =>
        {
            _time.Advance(Deadline);
            _time.Advance(Grace);
            await new TaskCompletionSource().Task;
            return default;
        });

        Assert.Equal(ReleaseStatus.Overrun, _bench.Reaper.Release(_bench.Add(new Foreign(), "deadline.async")).Status);
    }

    [Fact]
    public void Impossible_options_are_refused_by_name()
    {
        Assert.Equal("HandlerDeadline", Assert.Throws<ArgumentOutOfRangeException>(() => new ReaperOptions { HandlerDeadline = TimeSpan.Zero }).ParamName);
        Assert.Equal("Grace", Assert.Throws<ArgumentOutOfRangeException>(() => new ReaperOptions { Grace = TimeSpan.FromDays(99) }).ParamName);
        Assert.Equal(
            "HandlerDeadlines[\"a\"]",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => new ReaperOptions { HandlerDeadlines = ImmutableDictionary<string, TimeSpan>.Empty.Add("a", -Deadline) }).ParamName);
        Assert.Throws<ArgumentNullException>(() => _bench.Reaper.Options = null!);
    }

    private sealed class Foreign;

    /// <summary>What hangs until the test is over, and lets the clock run out on itself.</summary>
    private sealed class Hanging(ManualTimeProvider time) : IDisposable
    {
        private readonly ManualResetEventSlim _goOn = new();

        public FakeResource Resource() => new()
        {
            OnRelease = _ =>
            {
                Hang();
                return default;
            },
        };

        public long Hang()
        {
            time.Advance(Deadline);
            time.Advance(Grace);
            _goOn.Wait(TimeSpan.FromSeconds(10));
            return 0;
        }

        public void GoOn() => _goOn.Set();

        // Not disposed: those left behind still wait for it.
        public void Dispose() => GoOn();
    }
}
