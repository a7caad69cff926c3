namespace ResourceHygiene.Workers.Tests.Payloads;

[Collection(nameof(CountsSegments))]
public sealed class SegmentPoolTests : IDisposable
{
    private const int Kilobyte = 1024;
    private const int Megabyte = 1024 * Kilobyte;

    private readonly PayloadAudit _before = PayloadAudit.Now();
    private readonly ResourceTracker _tracker = new();
    private readonly SegmentPool _pool;

    public SegmentPoolTests() => _pool = new(new() { Tracker = _tracker, MaxIdleBytes = 64 * Megabyte });

    public void Dispose()
    {
        _pool.Dispose();

        Assert.Equal(0, _pool.Statistics.Segments);
        Assert.Equal(0, _pool.Statistics.Bytes);
        Assert.Equal(0, _tracker.Totals.Live);
        Assert.Equal(_before.ToString(), PayloadAudit.Now().ToString());
    }

    [Fact]
    public void A_payload_has_room_for_its_elements_and_keeps_them()
    {
        using var payload = _pool.Rent<float>(300_000);

        payload.Span.Fill(1.5f);

        Assert.Equal(300_000, payload.Length);
        Assert.Equal(1_200_000, payload.SizeInBytes);
        Assert.True(payload.Lease.Capacity >= payload.SizeInBytes);
        Assert.All(payload.ToArray(), static value => Assert.Equal(1.5f, value));
    }

    [Fact]
    public void A_copy_holds_what_was_copied()
    {
        using var payload = _pool.Copy<int>([1, 2, 3]);

        Assert.Equal([1, 2, 3], payload.ToArray());
        Assert.Equal([1, 2, 3], payload.Memory.ToArray());
    }

    [Fact]
    public void A_payload_without_elements_is_one_too()
    {
        using var payload = _pool.Rent<long>(0);

        Assert.True(payload.Span.IsEmpty);
        Assert.Equal(0, payload.Describe().Length);
    }

    [Fact]
    public void A_segment_that_came_back_is_the_next_payloads_and_nothing_new_is_made()
    {
        long first;
        using (var payload = _pool.Rent<byte>(Megabyte))
            first = payload.Lease.SegmentId;

        for (var round = 0; round < 100; round++)
        {
            using var next = _pool.Rent<byte>(Megabyte - round);
            Assert.Equal(first, next.Lease.SegmentId);
            Assert.Equal((uint)round + 2, next.Lease.Generation);
        }

        Assert.Equal(1, _pool.Statistics.Made);
        Assert.Equal(101, _pool.Statistics.Rents);
    }

    [Fact]
    public void The_segment_used_last_goes_first_as_its_pages_are_warm()
    {
        var first = _pool.Rent(Megabyte);
        var second = _pool.Rent(Megabyte);
        first.Dispose();
        second.Dispose();

        using var next = _pool.Rent(Megabyte);

        Assert.Equal(second.SegmentId, next.SegmentId);
    }

    [Fact]
    public void A_small_payload_does_not_take_a_large_segment()
    {
        _pool.Rent(32 * Megabyte).Dispose();

        using var small = _pool.Rent(Megabyte);

        Assert.Equal(Megabyte, small.Capacity);
        Assert.Equal(2, _pool.Statistics.Segments);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * Kilobyte)]
    [InlineData(64 * Kilobyte + 1)]
    [InlineData(80 * Kilobyte)]
    [InlineData(96 * Kilobyte - 1)]
    [InlineData(128 * Kilobyte + 1)]
    [InlineData(5 * Megabyte)]
    [InlineData(48_000_000)]
    public void A_segment_is_large_enough_and_at_most_a_quarter_larger(int bytes)
    {
        using var lease = _pool.Rent(bytes);

        Assert.InRange(lease.Capacity, bytes, Math.Max(64 * Kilobyte, bytes * 5L / 4 + 1));
        lease.Span(lease.Capacity - 1, 1)[0] = 1;
    }

    [Fact]
    public void Two_payloads_at_a_time_never_share_a_segment()
    {
        using var one = _pool.Rent(100);
        using var other = _pool.Rent(100);

        Assert.NotEqual(one.SegmentId, other.SegmentId);
    }

    [Fact]
    public void Beyond_the_limit_of_idle_bytes_what_was_idle_longest_goes()
    {
        var leases = Enumerable.Range(0, 6).Select(_ => _pool.Rent(16 * Megabyte)).ToArray();
        foreach (var lease in leases)
            lease.Dispose();

        Assert.Equal(4, _pool.Statistics.IdleSegments);
        Assert.Equal(64 * Megabyte, _pool.Statistics.IdleBytes);
        var kept = Enumerable.Range(0, 4).Select(_ => _pool.Rent(16 * Megabyte)).ToArray();
        Assert.Equal(leases[2..].Select(static lease => lease.SegmentId).Reverse(), kept.Select(static lease => lease.SegmentId));
        foreach (var lease in kept)
            lease.Dispose();
    }

    [Fact]
    public void A_limit_of_zero_keeps_nothing()
    {
        using var pool = new SegmentPool(new() { Tracker = _tracker, MaxIdleBytes = 0 });

        pool.Rent(Megabyte).Dispose();

        Assert.Equal(0, pool.Statistics.Segments);
    }

    [Fact]
    public void More_than_the_limit_of_all_bytes_is_refused_with_the_remedy_and_idle_ones_make_room_first()
    {
        using var pool = new SegmentPool(new() { Name = "frames", Tracker = _tracker, MaxBytes = 4 * Megabyte });
        pool.Rent(Megabyte).Dispose();
        using (var large = pool.Rent(4 * Megabyte))
        {
            var exception = Assert.Throws<InvalidOperationException>(() => pool.Rent(Megabyte));

            Assert.Contains("'frames'", exception.Message, StringComparison.Ordinal);
            Assert.Contains("MaxBytes", exception.Message, StringComparison.Ordinal);
            Assert.Equal(1, pool.Statistics.Segments);
        }

        pool.Rent(Megabyte).Dispose();
    }

    [Fact]
    public void Segments_are_tracked_with_their_bytes_and_leased_while_they_are_used()
    {
        var lease = _pool.Rent(Megabyte);

        var info = Assert.Single(_tracker.Snapshot());
        Assert.Equal(SegmentPool.ResourceType, info.Type);
        Assert.Equal(Megabyte, info.Bytes);
        Assert.Equal(1, info.Leases);
        Assert.Contains(nameof(SegmentPoolTests), info.Site.ToString(), StringComparison.Ordinal);

        lease.Dispose();
        Assert.Equal(0, Assert.Single(_tracker.Snapshot()).Leases);
    }

    [Fact]
    public void The_runtime_lets_idle_segments_go_and_leaves_those_in_use()
    {
        using var used = _pool.Rent(Megabyte);
        _pool.Rent(2 * Megabyte).Dispose();
        var cleaner = new ResourceCleaner(_tracker);

        var report = cleaner.ReleaseAll(ReleaseReason.Pressure, Timeout.InfiniteTimeSpan);

        Assert.Equal(1, _pool.Statistics.Segments);
        Assert.Equal(0, _pool.Statistics.IdleSegments);
        Assert.Equal(2 * Megabyte, report.BytesFreed);
        used.Span(0, 1)[0] = 1;
    }

    [Fact]
    public void A_segment_that_the_runtime_asked_for_while_it_was_used_goes_when_it_comes_back()
    {
        var lease = _pool.Rent(Megabyte);
        var handle = Assert.Single(_tracker.Snapshot()).Handle;

        Assert.Equal(ReleaseStatus.Deferred, _tracker.Release(handle, ReleaseReason.Pressure, WhenLeased.Defer).Status);
        using (var other = _pool.Rent(Megabyte))
            Assert.NotEqual(lease.SegmentId, other.SegmentId);
        lease.Dispose();

        using var next = _pool.Rent(Megabyte);
        Assert.NotEqual(lease.SegmentId, next.SegmentId);
        Assert.Equal(1, _pool.Statistics.Segments);
    }

    [Fact]
    public void A_payload_that_is_dropped_is_reported_as_a_leak_and_its_memory_is_freed()
    {
        Drop();

        var leak = Assert.Single(Leaks.Of(_tracker));

        Assert.Equal(SegmentPool.ResourceType, leak.Type);
        Assert.Equal(Megabyte, leak.Bytes);
        for (var round = 0; round < 50 && _pool.Statistics.Segments > 0; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.Equal(0, _pool.Statistics.Bytes);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Drop() => _pool.Rent<byte>(Megabyte).Span.Fill(1);
    }

    [Fact]
    public void Trimming_lets_go_of_as_much_as_is_wanted_and_the_oldest_first()
    {
        var leases = Enumerable.Range(0, 4).Select(_ => _pool.Rent(Megabyte)).ToArray();
        foreach (var lease in leases)
            lease.Dispose();

        Assert.Equal(2 * Megabyte, _pool.Trim(Megabyte + 1));

        Assert.Equal(2, _pool.Statistics.Segments);
        using var next = _pool.Rent(Megabyte);
        Assert.Equal(leases[3].SegmentId, next.SegmentId);
        Assert.Equal(Megabyte, _pool.Trim());
        Assert.Equal(0, _pool.Trim());
    }

    [Fact]
    public void A_pool_that_is_disposed_rents_nothing_and_takes_back_what_is_out()
    {
        var lease = _pool.Rent(Megabyte);
        _pool.Rent(2 * Megabyte).Dispose();

        _pool.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _pool.Rent(1));
        Assert.Equal(1, _pool.Statistics.Segments);
        lease.Span(0, 1)[0] = 1;
        lease.Dispose();
        Assert.Equal(0, _pool.Statistics.Segments);
    }

    [Fact]
    public void Whoever_has_a_segment_mapped_is_told_that_it_was_let_go_and_nobody_else_is()
    {
        var told = new List<long>();
        _pool.SegmentReleased += told.Add;
        var shared = _pool.Rent(Megabyte);
        shared.Describe(0, 1);
        var own = _pool.Rent(Megabyte);
        shared.Dispose();
        own.Dispose();

        _pool.Trim();

        Assert.Equal([shared.SegmentId], told);
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(SegmentDescriptor.MaxCapacity + 1)]
    [InlineData(long.MaxValue)]
    public void Sizes_that_no_segment_has_are_refused(long bytes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _pool.Rent(bytes));

    [Fact]
    public void A_directory_must_be_a_full_path()
    {
        var exception = Assert.Throws<ArgumentException>(() => new SegmentPool(new() { Directory = "shm" }));

        Assert.Contains("'shm' is relative", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Renting_and_returning_on_many_threads_gives_every_segment_to_one_at_a_time()
    {
        var owners = new System.Collections.Concurrent.ConcurrentDictionary<long, int>();
        Parallel.For(0, 8, worker =>
        {
            var random = new Random(worker);
            for (var round = 0; round < 2_000; round++)
            {
                using var payload = _pool.Rent<int>(random.Next(1, 100_000));
                Assert.True(owners.TryAdd(payload.Lease.SegmentId, worker));
                payload.Span[0] = worker;
                payload.Span[^1] = round;
                if (round % 50 == 0)
                    _pool.Trim(Megabyte);
                if (round % 77 == 0)
                    new ResourceCleaner(_tracker).ReleaseAll(ReleaseReason.Pressure, Timeout.InfiniteTimeSpan);
                Assert.Equal(payload.Length == 1 ? round : worker, payload.Span[0]);
                Assert.Equal(round, payload.Span[^1]);
                Assert.True(owners.TryRemove(payload.Lease.SegmentId, out _));
            }
        });

        Assert.Equal(16_000, _pool.Statistics.Rents);
        Assert.Equal(_pool.Statistics.IdleSegments, _pool.Statistics.Segments);
    }
}
