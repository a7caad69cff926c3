using System.Diagnostics;

namespace ResourceHygiene.Tests;

public sealed class EmergencyTests
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _time = new();
    private readonly Workbench _bench;

    public EmergencyTests() => _bench = new Workbench(_time);

    [Fact]
    public void Everything_goes_important_things_and_dependents_first_then_the_cleaners()
    {
        var done = new List<string>();
        _bench.Add(Noting(done, "low"), priority: ReleasePriority.Low);
        var model = _bench.Add(Noting(done, "model"), priority: ReleasePriority.Critical);
        _bench.Add(Noting(done, "session"), priority: ReleasePriority.Critical, dependsOn: [model]);
        _bench.Add(Noting(done, "normal"));
        using var registration = _bench.Cleaner.Register(
            new Cleaner { Name = "critical", Level = CleanupLevel.Critical, Clean = _ => done.Add("critical cleaner") },
            new Cleaner { Name = "low", Level = CleanupLevel.Low, Clean = context => done.Add($"low cleaner, emergency {context.IsEmergency}") });

        var report = _bench.Cleaner.Emergency();

        Assert.Equal(["session", "model", "normal", "low", "low cleaner, emergency True", "critical cleaner"], done);
        Assert.Equal((CleanupStatus.Success, 6), (report.Status, report.Cleaned));
        Assert.Equal(0, _bench.Tracker.Totals.Live);
    }

    [Fact]
    public void A_long_chain_goes_from_its_end_whatever_the_order_of_registration()
    {
        var done = new List<int>();
        var handle = ResourceHandle.None;
        for (var i = 0; i < 50; i++)
        {
            var number = i;
            handle = _bench.Add(
                new FakeResource
                {
                    OnRelease = _ =>
                    {
                        done.Add(number);
                        return default;
                    },
                },
                priority: (ReleasePriority)((i % 4) - 1),
                dependsOn: handle.IsNone ? [] : [handle]);
        }

        Assert.Equal(50, _bench.Cleaner.Emergency().Cleaned);
        Assert.Equal(Enumerable.Range(0, 50).Reverse(), done);
    }

    [Fact]
    public void Nothing_is_saved_and_what_is_leased_or_needed_stays()
    {
        var saved = false;
        _bench.Add(new FakeModel { OnPersist = _ => saved = true }, "cache");
        var model = _bench.Add(new FakeResource(), "model");
        var session = _bench.Add(new FakeResource(), "session", dependsOn: [model]);
        _bench.Add(new FakeResource { OnRelease = _ => ReleaseOutcome.Kept("busy") }, "stubborn");
        Assert.True(_bench.Tracker.TryLease(session, out var lease));
        using (lease)
        {
            var report = _bench.Cleaner.Emergency();

            Assert.False(saved);
            Assert.Equal(
                ["model: kept: something that stays needs it", "session: kept: it is leased", "stubborn: kept: it declined"],
                report.Items.Where(item => item.Status == CleanupItemStatus.Kept).Select(item => item.ToString()).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void What_hangs_is_left_behind_at_the_deadline_and_what_had_no_turn_is_named()
    {
        using var goOn = new ManualResetEventSlim();
        _bench.Add(
            new FakeResource
            {
                OnRelease = _ =>
                {
                    _time.Advance(TimeSpan.FromSeconds(1));
                    goOn.Wait(TooLong);
                    return default;
                },
            },
            "socket",
            priority: ReleasePriority.High);
        _bench.Add(new FakeResource(), "cache");
        using var registration = _bench.Cleaner.Register(new Cleaner { Name = "journal", Clean = static _ => { } });

        var report = _bench.Cleaner.Emergency();
        goOn.Set();

        Assert.Equal(
            [("socket", CleanupItemStatus.Failed), ("cache", CleanupItemStatus.NotReached), ("journal", CleanupItemStatus.NotReached)],
            report.Items.Select(item => (item.Name, item.Status)));
        Assert.IsType<TimeoutException>(report.Items[0].Error);
        Assert.Equal((CleanupStatus.Failed, TimeSpan.FromSeconds(1)), (report.Status, report.Duration));
    }

    [Fact]
    public void Whatever_is_thrown_stays_inside_also_for_want_of_memory()
    {
        _bench.Add(new FakeResource { OnRelease = _ => throw new InsufficientMemoryException("no room") }, "buffer");
        _bench.Add(new FakeResource(), "cache");
        _bench.Cleaner.Completed += static _ => throw new InsufficientMemoryException("no room to tell");
        using var registration = _bench.Cleaner.Register(
            new Cleaner { Name = "bad", Priority = 1, Clean = static _ => throw new InsufficientMemoryException("no room") },
            new Cleaner { Name = "good", Clean = static _ => { } });

        var report = _bench.Cleaner.Emergency();

        Assert.Equal((CleanupStatus.Partial, 2, 2), (report.Status, report.Cleaned, report.Failed));
        Assert.All(report.Errors, static error => Assert.IsAssignableFrom<OutOfMemoryException>(error));
    }

    [Fact]
    public void The_report_is_of_fixed_size_and_counts_what_it_does_not_list()
    {
        for (var i = 0; i < ResourceCleaner.EmergencyItems + 44; i++)
            _bench.Add(new FakeResource());

        var report = _bench.Cleaner.Emergency();

        Assert.Equal((300, ResourceCleaner.EmergencyItems), (report.Cleaned, report.Items.Length));
        Assert.EndsWith("\n44 more", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    public void Without_any_time_nothing_is_begun_and_nothing_is_thrown(int seconds)
    {
        var resource = new FakeResource();
        _bench.Add(resource);

        var report = _bench.Cleaner.Emergency(TimeSpan.FromSeconds(seconds));

        Assert.Equal((0, CleanupStatus.Failed, 1), (resource.Releases, report.Status, report.NotReached));
    }

    [Fact]
    public void An_endless_deadline_is_taken_as_a_very_long_one()
    {
        _bench.Add(new FakeResource());

        Assert.Equal(1, _bench.Cleaner.Emergency(Timeout.InfiniteTimeSpan).Cleaned);
        Assert.Equal(0, _bench.Cleaner.Emergency(TimeSpan.MaxValue).Cleaned);
    }

    [Fact]
    public void It_waits_for_no_clean_up_also_not_for_one_that_it_comes_from()
    {
        CleanupReport? emergency = null;
        _bench.Add(new FakeResource(), "cache");
        using var registration = _bench.Cleaner.Register(new Cleaner { Name = "a", Level = CleanupLevel.Low, Clean = _ => emergency = _bench.Cleaner.Emergency() });

        _bench.Cleaner.Clean(CleanupLevel.Low);

        Assert.Equal(["cache: cleaned", "a: kept: it is running already"], emergency!.Items.Select(item => item.ToString()));
    }

    [Fact]
    public async Task Emergencies_at_the_same_time_release_everything_once()
    {
        var resources = Enumerable.Range(0, 500).Select(_ => new FakeResource()).ToArray();
        Array.ForEach(resources, resource => _bench.Add(resource));
        using var start = new Barrier(4);

        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(TooLong);
                return _bench.Cleaner.Emergency();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).WaitAsync(TooLong);

        Assert.All(resources, static resource => Assert.Equal(1, resource.Releases));
        Assert.Equal(500, reports.Sum(report => report.Cleaned));
    }

    [Fact]
    public async Task It_works_in_a_process_whose_heap_is_full()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "ExitProbe.dll"), "short-of-memory", "16384" },
            RedirectStandardOutput = true,
            // 64 MB, in hexadecimal as the runtime wants it, filled until not even 16 kB fit.
            Environment = { ["DOTNET_GCHeapHardLimit"] = "4000000" },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("full True, Success: 201 cleaned, 0 failed, 200 released once, 0 live, cleaner ran 1 times", output.Trim());
    }

    private static FakeResource Noting(List<string> done, string name) => new()
    {
        OnRelease = _ =>
        {
            done.Add(name);
            return default;
        },
    };
}
