namespace ResourceHygiene.Tests.Pressure;

/// <summary>What a policy says about a type holds under pressure, too.</summary>
public sealed class PressurePolicyTests
{
    [Fact]
    public void A_warning_leaves_alone_types_whose_threshold_is_not_reached()
    {
        using var bench = new PressureBench();
        Shards(bench, 8, bytes: 100);
        bench.Next();

        var below = bench.Next(1)!;
        Assert.Equal(0, below.BytesFreed);
        Assert.Contains("its type goes from 85 % on, 80 % are in use", below.Reclaim!.ToString(), StringComparison.Ordinal);

        bench.Gauge.Used = 60;
        Assert.Equal(200, bench.Next(1)!.BytesFreed);
    }

    [Fact]
    public void An_emergency_that_did_not_end_takes_what_a_type_keeps_but_no_more_than_it_has_to()
    {
        using var bench = new PressureBench(static gauge => Options(gauge, CleanupLevel.Critical));
        bench.Gauge.Used = 350;
        Shards(bench, 2, bytes: 300);

        Assert.Equal(PressureOutcome.Nothing, bench.Next()!.Outcome);
        var second = bench.Next(1)!;

        Assert.Equal((300, PressureOutcome.Enough), (second.BytesFreed, second.Outcome));
        Assert.Equal(1, bench.Bench.Tracker.TotalsOf(ResourceTypes.ModelShards).Live);
    }

    [Fact]
    public void Who_wants_no_critical_clean_up_keeps_what_a_type_keeps_in_every_emergency()
    {
        using var bench = new PressureBench(static gauge => Options(gauge, CleanupLevel.High));
        bench.Gauge.Used = 350;
        Shards(bench, 2, bytes: 300);

        bench.Next();
        Assert.Equal(PressureOutcome.Nothing, bench.Next(1)!.Outcome);

        Assert.Equal(2, bench.Bench.Tracker.TotalsOf(ResourceTypes.ModelShards).Live);
    }

    private static PressureOptions Options(IMemoryGauge gauge, CleanupLevel deepest) =>
        new() { Gauges = [gauge], EmergencyTarget = 0.7, EmergencyCleanup = deepest, CollectGarbage = false, TrimNativeHeap = false };

    private static void Shards(PressureBench bench, int count, long bytes)
    {
        for (var i = 0; i < count; i++)
            bench.Bench.Add(new FakeResource(), ResourceTypes.ModelShards, bytes: bytes);
    }
}
