namespace ResourceHygiene.Workers.Tests.Payloads;

[Collection(nameof(CountsSegments))]
public sealed class SegmentLeaseTests : IDisposable
{
    private readonly PayloadAudit _before = PayloadAudit.Now();
    private readonly SegmentPool _pool = new(new() { Tracker = new() });

    public void Dispose()
    {
        _pool.Dispose();
        Assert.Equal(_before.ToString(), PayloadAudit.Now().ToString());
    }

    [Fact]
    public void Disposing_twice_returns_the_segment_once()
    {
        var first = _pool.Rent(1);
        first.Dispose();
        using var second = _pool.Rent(1);

        first.Dispose();

        using var third = _pool.Rent(1);
        Assert.NotEqual(second.SegmentId, third.SegmentId);
    }

    [Fact]
    public void After_its_return_nothing_of_a_payload_can_be_reached()
    {
        var payload = _pool.Rent<int>(10);
        var memory = payload.Memory;
        payload.Dispose();

        Assert.True(payload.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => payload.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => payload.Memory);
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => payload.Describe());
        Assert.Throws<ObjectDisposedException>(() => payload.Pin());
        Assert.Throws<ObjectDisposedException>(() => payload.Lease.Span(0, 1).Length);
    }

    [Fact]
    public void A_segment_that_a_worker_may_still_write_to_is_not_used_again_before_the_worker_is_gone()
    {
        var gone = new TaskCompletionSource();
        var abandoned = _pool.Rent(1);
        abandoned.Abandon(gone.Task);

        for (var round = 0; round < 10; round++)
        {
            using var other = _pool.Rent(1);
            Assert.NotEqual(abandoned.SegmentId, other.SegmentId);
        }
        Assert.Throws<ObjectDisposedException>(() => abandoned.Span(0, 1).Length);
        Assert.Equal(1, _pool.Statistics.IdleSegments);

        gone.SetResult();

        Assert.Equal(2, _pool.Statistics.IdleSegments);
        using var next = _pool.Rent(1);
        Assert.Equal(abandoned.SegmentId, next.SegmentId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void However_the_waiting_for_a_worker_ends_its_segment_comes_back(bool fails)
    {
        var gone = new TaskCompletionSource();
        _pool.Rent(1).Abandon(gone.Task);

        if (fails)
            gone.SetException(new InvalidOperationException());
        else
            gone.SetCanceled();

        Assert.Equal(1, _pool.Statistics.IdleSegments);
        Assert.True(fails == (gone.Task.Exception is not null));
    }

    [Fact]
    public void A_segment_of_a_worker_that_is_gone_already_comes_back_at_once()
    {
        var lease = _pool.Rent(1);

        lease.Abandon(Task.CompletedTask);
        lease.Abandon(Task.CompletedTask);
        lease.Dispose();

        Assert.Equal(1, _pool.Statistics.IdleSegments);
    }

    [Fact]
    public void A_pinned_payload_keeps_its_memory_until_it_is_unpinned()
    {
        var payload = _pool.Copy<int>([1, 2, 3]);
        var pin = payload.Memory.Pin();

        payload.Dispose();

        Assert.Equal(0, _pool.Statistics.IdleSegments);
        unsafe
        {
            Assert.Equal(3, ((int*)pin.Pointer)[2]);
        }
        pin.Dispose();
        Assert.Equal(1, _pool.Statistics.IdleSegments);
    }

    [Fact]
    public void A_payload_can_be_cut_to_what_was_produced_and_not_be_made_longer()
    {
        using var payload = _pool.Rent<short>(100);

        payload.Truncate(40);

        Assert.Equal(80, payload.Describe().Length);
        Assert.Equal(40, payload.Memory.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => payload.Truncate(41));
        Assert.Throws<ArgumentOutOfRangeException>(() => payload.Truncate(-1));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(65536, 1)]
    [InlineData(65537, 0)]
    [InlineData(1, 65536)]
    [InlineData(long.MaxValue, int.MaxValue)]
    public void Nothing_outside_the_segment_can_be_reached(long offset, int length)
    {
        using var lease = _pool.Rent(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => lease.Span(offset, length).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => lease.Describe(offset, length));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SharedPayload<byte>(lease, length, offset));
    }

    [Fact]
    public void It_reads_as_what_and_where()
    {
        var payload = _pool.Rent<float>(12);
        Assert.Equal($"SharedPayload<Single>[12] in segment {payload.Lease.SegmentId}.1", payload.ToString());

        payload.Dispose();
        Assert.Equal("SharedPayload<Single>[12] returned", payload.ToString());
    }
}
