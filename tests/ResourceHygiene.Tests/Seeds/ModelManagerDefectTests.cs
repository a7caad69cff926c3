namespace ResourceHygiene.Tests.Seeds;

/// <summary>
/// The numbered defects of the model manager's clean-up at exit, from which this library began: one test for each, that the
/// original fails.
/// </summary>
public sealed class ModelManagerDefectTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Workbench _bench = new();

    // 1. The device's cache was emptied before the models were gone, so their memory was not in it yet.
    [Fact]
    public void Defect_1_models_are_released_before_the_cache_that_they_depend_on_is_emptied()
    {
        var order = new List<string>();
        var cache = _bench.Add(Noting("cache emptied", order), "device_cache");
        foreach (var name in (string[])["page", "button", "text"])
            _bench.Add(Noting(name, order), ResourceTypes.ModelWeights, name, dependsOn: [cache]);
        using var exit = ExitCleanup.Install(_bench.Cleaner);

        Assert.Equal(4, exit.Run().Released);

        Assert.Equal("cache emptied", order[^1]);
        Assert.Equal(4, order.Count);
    }

    // 2. Consumers kept their references: "cleaned up" was logged while every tensor was still there.
    [Fact]
    public void Defect_2_what_consumers_still_refer_to_is_released_all_the_same_and_does_not_count_as_released_before_it_was()
    {
        var model = new FakeResource();
        var consumers = Enumerable.Range(0, 3).Select(_ => model).ToList();
        var handle = _bench.Add(model, ResourceTypes.ModelWeights, bytes: 100);
        using var exit = ExitCleanup.Install(_bench.Cleaner);

        var report = exit.Run();

        Assert.Equal((1, 100), (report.Released, report.BytesFreed));
        Assert.All(consumers, static consumer => Assert.Equal(1, consumer.Releases));
        Assert.False(_bench.Tracker.TryGetInfo(handle, out _));
    }

    [Fact]
    public void Defect_2_a_model_that_cannot_be_released_is_reported_and_the_next_one_goes()
    {
        _bench.Add(new FakeResource { OnRelease = static _ => throw new InvalidOperationException("stuck") }, name: "stuck", priority: ReleasePriority.High);
        var next = new FakeResource();
        _bench.Add(next);
        using var exit = ExitCleanup.Install(_bench.Cleaner);

        var report = exit.Run();

        Assert.Equal((1, 1, 1), (report.Released, report.Failed, next.Releases));
        Assert.Contains("stuck", report.ToString(), StringComparison.Ordinal);
    }

    // 3. The log callback ran under a lock that a callback could not take again: it hung for ever.
    [Fact]
    public async Task Defect_3_callbacks_may_ask_anything_while_the_clean_up_runs()
    {
        ExitCleanup? exit = null;
        var asked = new List<string>();
        _bench.Tracker.ReleaseCompleted += record => asked.Add($"{record.Name}: {_bench.Tracker.Snapshot().Length} live, {exit!.Phase}");
        _bench.Add(new FakeResource(), name: "page");
        _bench.Add(new FakeResource(), name: "text");
        exit = ExitCleanup.Install(_bench.Cleaner, new() { Completed = _ => asked.Add($"end: {exit!.Run().Released}, {_bench.Tracker.Totals.Live} live") });

        await Task.Run(exit.Run).WaitAsync(Patience);

        Assert.Equal(3, asked.Count);
        Assert.Equal("end: 0, 0 live", asked[^1]);
        exit.Dispose();
    }

    // 4. A constructor that failed left a half-built singleton that later calls took for the real one.
    [Fact]
    public void Defect_4_options_that_make_no_sense_install_nothing()
    {
        var model = new FakeResource();
        _bench.Add(model);
        var wrong = Assert.Throws<ArgumentOutOfRangeException>(() => ExitCleanup.Install(_bench.Cleaner, new() { Budget = TimeSpan.FromSeconds(-5) }));
        Assert.Contains("ExitCleanupOptions.Budget", wrong.Message, StringComparison.Ordinal);

        using var exit = ExitCleanup.Install(_bench.Cleaner);

        Assert.Equal(ExitPhase.Running, exit.Phase);
        Assert.Equal(1, exit.Run().Released);
        Assert.Equal(1, model.Releases);
    }

    [Fact]
    public void Defect_4_a_resource_whose_acquisition_failed_is_not_tracked()
    {
        Assert.Throws<InvalidOperationException>(() => _bench.Add(Fails()));

        Assert.Equal(0, _bench.Tracker.Totals.Live);
        static object Fails() => throw new InvalidOperationException("no such model");
    }

    // 5. SIGINT cleaned up; SIGTERM did not.
    [UnixTheory]
    [InlineData(Probe.Int)]
    [InlineData(Probe.Term)]
    [InlineData(Probe.Hup)]
    [InlineData(Probe.Quit)]
    public async Task Defect_5_every_signal_cleans_up(int signal)
    {
        using var scratch = new ScratchDirectory();
        using var probe = Probe.Start("table", "wait", "clean", scratch.Path);
        probe.Send(signal);

        var (exitCode, output) = await probe.End();

        Assert.Equal(128 + signal, exitCode);
        Assert.StartsWith("C\n", output, StringComparison.Ordinal);
        Assert.Empty(scratch.ThingsThere);
    }

    // 6. "Initialised" meant that any model was loaded, readers ran while the clean-up deleted, nothing was asked to close,
    //    pools were not shut down, a loader's null counted, and processes were killed for their command line.
    [Fact]
    public void Defect_6_the_state_of_the_exit_is_one_that_goes_forward()
    {
        var seen = new List<ExitPhase>();
        ExitCleanup? exit = null;
        _bench.Add(new FakeResource
        {
            OnRelease = _ =>
            {
                seen.Add(exit!.Phase);
                return default;
            },
        });
        exit = ExitCleanup.Install(_bench.Cleaner);
        seen.Add(exit.Phase);
        using var registration = exit.Stopping.Register(() => seen.Add(exit.Phase));

        exit.Run();
        seen.Add(exit.Phase);

        Assert.Equal([ExitPhase.Running, ExitPhase.Stopping, ExitPhase.Releasing, ExitPhase.Done], seen);
        exit.Dispose();
    }

    [Fact]
    public async Task Defect_6_who_uses_a_model_while_the_clean_up_runs_keeps_it_until_done()
    {
        var model = new FakeResource();
        var handle = _bench.Add(model);
        Assert.True(_bench.Tracker.TryLease(handle, out var lease));
        using var exit = ExitCleanup.Install(_bench.Cleaner);

        var running = Task.Run(exit.Run);
        Assert.True(SpinWait.SpinUntil(() => _bench.Info(handle).State == ResourceState.ReleasePending, Patience));
        Assert.Equal(0, model.Releases);
        Assert.False(_bench.Tracker.TryLease(handle, out _));
        lease.Dispose();

        await running.WaitAsync(Patience);
        Assert.Equal(1, model.Releases);
    }

    [Fact]
    public void Defect_6_models_are_asked_to_close_and_pools_to_shut_down()
    {
        var pool = new Closable();
        _bench.Add(pool, "thread_pool");
        using var exit = ExitCleanup.Install(_bench.Cleaner);

        exit.Run();

        Assert.True(pool.IsClosed);
    }

    [Fact]
    public void Defect_6_nothing_is_no_resource() =>
        Assert.Throws<ArgumentNullException>(() => _bench.Add(null!));

    [UnixFact]
    public async Task Defect_6_a_process_is_ended_for_what_it_is_and_not_for_its_name()
    {
        using var scratch = new ScratchDirectory();
        using var journal = scratch.Open();
        using var child = System.Diagnostics.Process.Start("sleep", "60");
        using var namesake = System.Diagnostics.Process.Start("sleep", "60");
        var owner = journal.Track(child);

        Assert.Equal(1, journal.UndoAll().Undone);

        await child.WaitForExitAsync().WaitAsync(Patience);
        Assert.False(namesake.HasExited);
        namesake.Kill();
        owner.Dispose();
    }

    private static FakeResource Noting(string what, List<string> order) => new()
    {
        OnRelease = _ =>
        {
            order.Add(what);
            return default;
        },
    };

    private sealed class Closable : IDisposable
    {
        public bool IsClosed { get; private set; }

        public void Dispose() => IsClosed = true;
    }
}
