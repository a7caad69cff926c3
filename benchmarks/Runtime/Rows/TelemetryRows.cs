using System.Diagnostics.Metrics;
using ResourceHygiene.Benchmarks;

namespace ResourceHygiene.Runtime.Benchmarks.Rows;

/// <summary>What it costs that releases can be watched, and what it costs that they are.</summary>
internal static class TelemetryRows
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(4);
    private static readonly Nothing s_resource = new();

    public static IEnumerable<Figure> Measure()
    {
        var plain = new ResourceTracker();
        var off = new ResourceTracker();
        var on = new ResourceTracker();
        using var offTelemetry = ResourceTelemetry.Start(off);
        using var onTelemetry = ResourceTelemetry.Start(on);
        using var meter = new Meter("bare");
        var counter = meter.CreateCounter<double>("count");

        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            var isBare = ReferenceEquals(instrument.Meter, meter);
            if (isBare || (ReferenceEquals(instrument.Meter.Scope, onTelemetry) && instrument.Name == TelemetryNames.ReleaseDuration))
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        listener.Start();

        var contest = new Contest()
            .Add("plain", operations => TrackAndRelease(plain, operations))
            .Add("off", operations => TrackAndRelease(off, operations))
            .Add("on", operations => TrackAndRelease(on, operations))
            .Add("counter", operations => Count(counter, operations))
            .Run(s_time);

        var bare = contest.Nanoseconds("plain");
        yield return new("telemetry off: ns that it adds to a track + release", contest.Nanoseconds("off") - bare, 1);
        yield return new("telemetry off: bytes", contest.Bytes("off"), 0);
        yield return new("telemetry on: what it adds to a release / a bare Counter.Add with as many tags", (contest.Nanoseconds("on") - bare) / contest.Nanoseconds("counter"), 2);
        yield return new("telemetry on: bytes", contest.Bytes("on"), 0);
        yield return new("this machine: ns of a bare Counter.Add with two tags", contest.Nanoseconds("counter"));
    }

    private static void TrackAndRelease(ResourceTracker tracker, int operations)
    {
        var registration = new ResourceRegistration { Type = "cache", Bytes = 64 };
        for (var i = 0; i < operations; i++)
            tracker.Release(tracker.Register(s_resource, registration));
    }

    private static void Count(Counter<double> counter, int operations)
    {
        for (var i = 0; i < operations; i++)
            counter.Add(1, new KeyValuePair<string, object?>("rh.resource.kind", "cache"), new KeyValuePair<string, object?>("rh.outcome", "released"));
    }

    private sealed class Nothing : IReleasable
    {
        public ReleaseOutcome Release(in ReleaseContext context) => ReleaseOutcome.Released();
    }
}
