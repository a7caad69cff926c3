namespace ResourceHygiene.Tests;

public sealed class StatisticsTests
{
    private const long Megabyte = 1024 * 1024;

    private readonly Workbench _bench = new();

    [Fact]
    public void The_peak_is_the_most_that_was_tracked_at_one_moment()
    {
        var first = _bench.Add(new FakeResource(), bytes: 30);
        _bench.Tracker.Release(_bench.Add(new FakeResource(), bytes: 50));
        _bench.Tracker.Release(first);
        _bench.Add(new FakeResource(), bytes: 20);

        Assert.Equal(new TrackerStatistics(3, 2, 0, 0, 1, 2, 0, 20, 80), _bench.Tracker.Statistics);
        Assert.Equal(80, _bench.Tracker.TotalsOf("test").PeakBytes);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(300 * 1024)]
    [InlineData(5 * Megabyte)]
    public void On_one_thread_peaks_are_exact_for_small_and_for_large(long size)
    {
        var handles = Enumerable.Range(0, 40).Select(_ => _bench.Add(new FakeResource(), bytes: size)).ToArray();
        foreach (var handle in handles[5..])
            _bench.Tracker.Release(handle);
        _bench.Tracker.SetBytes(handles[0], 7 * size);
        _bench.Tracker.SetBytes(handles[0], size);

        var seen = _bench.Tracker.Statistics;
        Assert.Equal((40, 40 * size, 5, 5 * size), (seen.PeakLive, seen.PeakBytes, seen.Live, seen.Bytes));
    }

    [Fact]
    public void A_scope_counts_from_its_beginning_and_has_a_peak_of_its_own()
    {
        _bench.Tracker.Release(_bench.Add(new FakeResource(), bytes: 1000));
        var before = _bench.Add(new FakeResource(), bytes: 100);

        using var scope = _bench.Tracker.BeginStatistics();
        Assert.Equal(new TrackerStatistics(0, 0, 0, 1, 1, 1, 100, 100, 100), scope.Read());
        var inside = _bench.Add(new FakeResource(), bytes: 10);
        _bench.Tracker.Release(_bench.Add(new FakeResource(), bytes: 40));
        _bench.Tracker.Release(before);

        var seen = scope.Read();
        Assert.Equal(new TrackerStatistics(2, 2, 0, 1, 1, 3, 100, 10, 150), seen);
        Assert.Equal(50, seen.PeakGrowth);
        Assert.Equal(1000, _bench.Tracker.Statistics.PeakBytes);
        _bench.Tracker.Release(inside);
    }

    [Fact]
    public void What_happens_in_an_inner_scope_counts_in_the_outer_one()
    {
        using var outer = _bench.Tracker.BeginStatistics();
        _bench.Tracker.Release(_bench.Add(new FakeResource(), bytes: 10));
        TrackerStatistics inner;
        using (var scope = _bench.Tracker.BeginStatistics())
        {
            _bench.Tracker.Release(_bench.Add(new FakeResource(), bytes: 500));
            inner = scope.End();
        }
        using (var scope = _bench.Tracker.BeginStatistics())
        {
            _bench.Tracker.Release(_bench.Add(new FakeResource(), bytes: 20));
            Assert.Equal(20, scope.Read().PeakBytes);
        }

        Assert.Equal((1, 500), (inner.Registered, inner.PeakBytes));
        Assert.Equal((3, 500), (outer.Read().Registered, outer.Read().PeakBytes));
    }

    [Fact]
    public void Scopes_may_end_in_any_order()
    {
        var first = _bench.Tracker.BeginStatistics();
        _bench.Tracker.Release(_bench.Add(new FakeResource(), bytes: 10));
        var second = _bench.Tracker.BeginStatistics();
        _bench.Tracker.Release(_bench.Add(new FakeResource(), bytes: 70));

        Assert.Equal(70, first.End().PeakBytes);
        var third = _bench.Tracker.BeginStatistics();
        _bench.Tracker.Release(_bench.Add(new FakeResource(), bytes: 30));

        Assert.Equal(30, third.End().PeakBytes);
        Assert.Equal(70, second.End().PeakBytes);
        Assert.True(first != third);
    }

    [Fact]
    public void A_scope_that_was_ended_counts_no_more_though_its_place_is_used_again()
    {
        var scope = _bench.Tracker.BeginStatistics();
        scope.Dispose();
        scope.Dispose();
        using var next = _bench.Tracker.BeginStatistics();

        Assert.Throws<ObjectDisposedException>(() => scope.Read());
        Assert.Throws<ObjectDisposedException>(() => scope.End());
        scope.Dispose();
        Assert.Equal(0, next.Read().Registered);
        default(StatisticsScope).Dispose();
    }

    [Fact]
    public void Scopes_allocate_nothing_once_there_were_as_many()
    {
        Cycle();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Cycle();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Cycle()
        {
            using var outer = _bench.Tracker.BeginStatistics();
            using var inner = _bench.Tracker.BeginStatistics();
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(Megabyte)]
    public void With_several_threads_a_peak_is_off_by_less_than_a_step_for_each_other_thread(long size)
    {
        const int Threads = 4;
        const int Each = 100;
        const long Step = 256 * 1024;
        var tracker = new ResourceTracker();
        var resource = new object();
        using var all = new Barrier(Threads);
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            var handles = new ResourceHandle[Each];
            for (var i = 0; i < Each; i++)
                handles[i] = tracker.Register(resource, new() { Type = "x", Bytes = size });
            // Everything is there at this moment, and then it goes.
            all.SignalAndWait();
            Array.ForEach(handles, handle => tracker.Release(handle));
        })).ToArray();
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());

        var seen = tracker.Statistics;
        Assert.Equal((0, 0, Threads * Each), (seen.Live, seen.Bytes, seen.Registered));
        Assert.InRange(seen.PeakBytes, (Threads * Each * size) - (Threads * Step), Threads * Each * size);
        Assert.InRange(seen.PeakLive, (Threads * Each) - (Threads * 32), Threads * Each);
        Assert.InRange(tracker.TotalsOf("x").PeakBytes, (Threads * Each * size) - (Threads * Step), Threads * Each * size);
    }

    [Fact]
    public void Bytes_moved_between_locations_are_counted_where_they_lie()
    {
        var device = ResourceLocation.Device(1);
        var model = new FakeModel();
        var handle = _bench.Add(model, bytes: 100, location: device);
        _bench.Add(new FakeResource(), bytes: 7);
        _bench.Add(new FakeResource(), bytes: 3, location: ResourceLocation.Storage);
        Assert.Equal((7, 3, 100), At());

        _bench.Reaper.Offload(handle);

        Assert.Equal((107, 3, 0), At());
        Assert.Equal(110, _bench.Tracker.Totals.Bytes);

        (long, long, long) At() =>
            (_bench.Tracker.BytesAt(ResourceLocation.Host), _bench.Tracker.BytesAt(ResourceLocation.Storage), _bench.Tracker.BytesAt(device));
    }
}
