using System.Diagnostics;
using ResourceHygiene.Benchmarks;

namespace ResourceHygiene.Runtime.Benchmarks.Rows;

/// <summary>What it costs to watch memory, and how soon something is done about it.</summary>
internal static class PressureRows
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public static IEnumerable<Figure> Measure() => [.. Samples(), .. Latencies()];

    private static IEnumerable<Figure> Samples()
    {
        using var host = new HostMemoryGauge();
        using var process = Process.GetCurrentProcess();
        using var own = new ProcessMemoryGauge(long.MaxValue);
        using var monitor = new PressureMonitor(new ResourceCleaner(new ResourceTracker()), new() { WarningGrace = TimeSpan.FromDays(1), EmergencyGrace = TimeSpan.FromDays(1) });
        var contest = new Contest()
            .Add("host", operations => Sample(host, operations))
            .Add("own", operations => Sample(own, operations))
            .Add("check", operations => Check(monitor, operations))
            .Add("process", operations => WorkingSet(process, operations))
            .Run(s_time);

        yield return new("pressure sample: all gauges and stall, level worked out / Process.WorkingSet64", contest.Ratio("check", "process"), 0.1);
        yield return new("pressure sample: bytes", contest.Bytes("check"), 0);
        yield return new("pressure sample: host memory alone / Process.WorkingSet64", contest.Ratio("host", "process"), 0.1);
        yield return new("pressure sample: this process alone / Process.WorkingSet64", contest.Ratio("own", "process"), 0.1);
        yield return new("this machine: us of Process.WorkingSet64", contest.Nanoseconds("process") / 1000);
        yield return new("this machine: bytes of Process.WorkingSet64", contest.Bytes("process"));
    }

    private static IEnumerable<Figure> Latencies()
    {
        var calm = Latency(usedBefore: 0, rounds: 15);
        var tight = Latency(usedBefore: 800, rounds: 40);
        yield return new("pressure: ms from the threshold to the first release, from calm, median", calm[calm.Length / 2]);
        yield return new("pressure: ms from the threshold to the first release, from calm, longest", calm[^1]);
        yield return new("pressure: ms from the threshold to the first release, from a warning, median", tight[tight.Length / 2]);
        yield return new("pressure: ms from the threshold to the first release, from a warning, longest", tight[^1]);
    }

    /// <summary>From the moment at which memory is full to the moment at which a handler runs, in order of length.</summary>
    private static double[] Latency(long usedBefore, int rounds)
    {
        var tracker = new ResourceTracker();
        var gauge = new SimulatedMemoryGauge(1000) { Used = usedBefore };
        using var monitor = new PressureMonitor(
            new ResourceCleaner(tracker),
            new() { Gauges = [gauge], WarningGrace = TimeSpan.FromDays(1), CollectGarbage = false, TrimNativeHeap = false }).Start();
        using var released = new AutoResetEvent(false);
        using var settled = new AutoResetEvent(false);
        var start = 0L;
        var took = TimeSpan.Zero;
        var victim = new Victim(() =>
        {
            took = Stopwatch.GetElapsedTime(Volatile.Read(ref start));
            gauge.Used = usedBefore;
            released.Set();
        });
        // The next round begins when this one's action is over: an action that still runs would take its victim, too.
        monitor.Acted += _ => settled.Set();
        SpinWait.SpinUntil(() => monitor.Level == PressureLevel.Warning || usedBefore == 0, s_patience);

        var latencies = new double[rounds];
        for (var i = 0; i < rounds; i++)
        {
            tracker.Register(victim, new() { Type = "x", Bytes = 500 });
            // Not always at the same distance from a tick.
            Thread.Sleep(Random.Shared.Next(5, 40));
            Volatile.Write(ref start, Stopwatch.GetTimestamp());
            gauge.Used = 950;
            Await(released);
            latencies[i] = took.TotalMilliseconds;
            Await(settled);
        }
        Array.Sort(latencies);
        return latencies;
    }

    private static void Await(AutoResetEvent signal)
    {
        if (!signal.WaitOne(s_patience))
            throw new TimeoutException("Nothing was let go.");
    }

    private static void Sample<T>(T gauge, int operations)
        where T : IMemoryGauge
    {
        for (var i = 0; i < operations; i++)
            gauge.Measure(TimeProvider.System);
    }

    private static void Check(PressureMonitor monitor, int operations)
    {
        for (var i = 0; i < operations; i++)
            monitor.Check();
    }

    private static void WorkingSet(Process process, int operations)
    {
        for (var i = 0; i < operations; i++)
        {
            process.Refresh();
            _ = process.WorkingSet64;
        }
    }

    private sealed class Victim(Action released) : IReleasable
    {
        public ReleaseOutcome Release(in ReleaseContext context)
        {
            released();
            return ReleaseOutcome.Released();
        }
    }
}
