namespace ResourceHygiene.Workers.Tests.Payloads;

/// <summary>What a worker answers is looked up among what it was given.</summary>
[Collection(nameof(CountsSegments))]
public sealed class SegmentLedgerTests : IDisposable
{
    private readonly PayloadAudit _before = PayloadAudit.Now();
    private readonly SegmentPool _pool = new(new() { Tracker = new() });
    private readonly SegmentMap _worker = new();

    public void Dispose()
    {
        Assert.Equal(_pool.Statistics.Segments, _pool.Statistics.IdleSegments);
        _worker.Dispose();
        _pool.Dispose();
        Assert.Equal(_before.ToString(), PayloadAudit.Now().ToString());
    }

    [Fact]
    public void A_result_is_produced_in_place_and_belongs_to_the_caller()
    {
        SharedPayload<int> result;
        using (var ledger = new SegmentLedger(_pool))
        {
            SegmentDescriptor answer;
            using (var room = _worker.Open<int>(ledger.Grant(400)))
            {
                room.Span.Fill(3);
                room.Truncate(50);
                answer = room.Describe();
            }
            result = ledger.Take<int>(answer);
        }

        Assert.Equal(Enumerable.Repeat(3, 50), result.ToArray());
        Assert.Equal(0, _pool.Statistics.IdleSegments);
        result.Dispose();
    }

    [Fact]
    public void Room_that_was_not_answered_with_goes_back_when_the_call_is_over()
    {
        var ledger = new SegmentLedger(_pool);
        ledger.Grant(100);
        ledger.Grant(100);

        ledger.Dispose();
        ledger.Dispose();

        Assert.Equal(2, _pool.Statistics.IdleSegments);
        Assert.Throws<ObjectDisposedException>(() => ledger.Grant(1));
    }

    [Fact]
    public void Room_of_a_worker_that_dies_while_it_writes_goes_back_when_it_was_reaped()
    {
        var reaped = new TaskCompletionSource();
        var ledger = new SegmentLedger(_pool);
        ledger.Grant(100);

        ledger.Abandon(reaped.Task);

        Assert.Equal(0, _pool.Statistics.IdleSegments);
        reaped.SetResult();
        Assert.Equal(1, _pool.Statistics.IdleSegments);
    }

    [Theory]
    [InlineData("of another call")]
    [InlineData("of an earlier rent")]
    [InlineData("never made")]
    [InlineData("beyond its end")]
    [InlineData("larger than it is")]
    [InlineData("overflowing")]
    [InlineData("a payload that was sent")]
    [InlineData("no whole number")]
    public void An_answer_that_names_what_was_not_given_is_refused_and_costs_nothing(string what)
    {
        using var ledger = new SegmentLedger(_pool);
        using var other = new SegmentLedger(_pool);
        using var sent = _pool.Rent<int>(100);
        var good = ledger.Grant(400);
        var answer = what switch
        {
            "of another call" => other.Grant(400),
            "of an earlier rent" => good with { Generation = good.Generation + 1 },
            "never made" => good with { SegmentId = long.MaxValue },
            "beyond its end" => good with { Offset = good.Capacity - 399 },
            "larger than it is" => good with { Capacity = good.Capacity * 2, Length = good.Capacity * 2 },
            "overflowing" => good with { Offset = long.MaxValue },
            "a payload that was sent" => sent.Describe(),
            _ => good with { Length = 399 },
        };

        var exception = Assert.Throws<InvalidDataException>(() => ledger.Take<int>(answer));

        Assert.Contains("is refused", exception.Message, StringComparison.Ordinal);
        using var result = ledger.Take<int>(good);
        Assert.Equal(100, result.Length);
    }

    [Fact]
    public void The_same_room_is_answered_with_once()
    {
        using var ledger = new SegmentLedger(_pool);
        var room = ledger.Grant(4);
        using var first = ledger.Take<int>(room);

        Assert.Throws<InvalidDataException>(() => ledger.Take<int>(room));
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Nonsense_is_not_asked_of_the_pool(long bytes)
    {
        using var ledger = new SegmentLedger(_pool);

        Assert.Throws<InvalidDataException>(() => ledger.Grant(bytes));

        Assert.Equal(0, _pool.Statistics.Made);
    }

    [Fact]
    public void A_worker_that_asks_without_end_gets_an_end()
    {
        using var ledger = new SegmentLedger(_pool, limit: 3);
        for (var room = 0; room < 3; room++)
            ledger.Grant(1);

        var exception = Assert.Throws<InvalidDataException>(() => ledger.Grant(1));

        Assert.Contains("3 were given", exception.Message, StringComparison.Ordinal);
    }
}
