using System.Diagnostics;
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
        var tracker = new ResourceTracker();
        using var meter = new Meter("bare");
        var counter = meter.CreateCounter<double>("count");

        var isWatched = false;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter, meter) || (isWatched && instrument.Name == TelemetryNames.ReleaseDuration))
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        listener.Start();

        var contest = new Contest()
            .Add("plain", operations => TrackAndRelease(tracker, operations))
            .Add("off", operations => TrackAndReleaseWithTelemetry(isListenedTo: false, operations))
            .Add("on", operations => TrackAndReleaseWithTelemetry(isListenedTo: true, operations))
            .Add("counter", operations => Count(counter, operations))
            .Run(s_time);

        var bare = contest.Nanoseconds("plain");
        yield return new("telemetry off: ns that it adds to a track + release", contest.Nanoseconds("off") - bare, 1);
        yield return new("telemetry off: bytes", contest.Bytes("off"), 0);
        yield return new("telemetry on: what it adds to a release / a bare Counter.Add with as many tags", (contest.Nanoseconds("on") - bare) / contest.Nanoseconds("counter"), 2);
        yield return new("telemetry on: bytes", contest.Bytes("on"), 0);
        yield return new("this machine: ns of a bare Counter.Add with two tags", contest.Nanoseconds("counter"));

        // One tracker for all three, as two lie differently in the processor's caches, by more than what is asked about. Only the releases are timed.
        (TimeSpan Time, long Bytes) TrackAndReleaseWithTelemetry(bool isListenedTo, int operations)
        {
            isWatched = isListenedTo;
            using var telemetry = ResourceTelemetry.Start(tracker);
            // The first release makes what is kept for all that follow.
            TrackAndRelease(tracker, 1);
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            TrackAndRelease(tracker, operations);
            var time = Stopwatch.GetElapsedTime(start);
            return (time, GC.GetAllocatedBytesForCurrentThread() - bytes);
        }
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
