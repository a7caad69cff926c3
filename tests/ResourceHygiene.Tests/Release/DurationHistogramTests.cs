namespace ResourceHygiene.Tests;

public sealed class DurationHistogramTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly Workbench _bench;

    public DurationHistogramTests() => _bench = new Workbench(_time);

    [Fact]
    public void Durations_are_counted_by_type_in_buckets_that_double()
    {
        Take("fast", TimeSpan.FromMicroseconds(1));
        Take("fast", TimeSpan.FromMicroseconds(3));
        Take("fast", TimeSpan.FromMicroseconds(4));
        Take("slow", TimeSpan.FromHours(1));

        var statistics = _bench.Reaper.Statistics;

        var fast = statistics.DurationsByType["fast"];
        Assert.Equal((long[])[1, 0, 2, 0], fast.Counts[..4]);
        Assert.Equal((3L, 4L), (fast.Total, statistics.Durations.Total));
        Assert.Equal(1, statistics.DurationsByType["slow"].Counts[^1]);
        Assert.Equal(DurationHistogram.Bounds.Length, fast.Counts.Length);
        Assert.Equal(TimeSpan.FromMicroseconds(4), DurationHistogram.Bounds[2]);
    }

    [Fact]
    public void A_quantile_is_the_end_of_its_bucket()
    {
        for (var i = 0; i < 99; i++)
            Take("x", TimeSpan.FromMicroseconds(2));
        Take("x", TimeSpan.FromMilliseconds(1));

        var durations = _bench.Reaper.Statistics.DurationsByType["x"];

        Assert.Equal(TimeSpan.FromMicroseconds(2), durations.Quantile(0.5));
        Assert.Equal(TimeSpan.FromMicroseconds(2), durations.Quantile(0.99));
        Assert.Equal(TimeSpan.FromMicroseconds(1024), durations.Quantile(1));
        Assert.Equal(TimeSpan.Zero, DurationHistogram.Empty.Quantile(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => durations.Quantile(1.1));
    }

    private void Take(string type, TimeSpan time) => _bench.Reaper.Release(_bench.Add(
        new FakeResource
        {
            OnRelease = _ =>
            {
                _time.Advance(time);
                return default;
            },
        },
        type));
}
