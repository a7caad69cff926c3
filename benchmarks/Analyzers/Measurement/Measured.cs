namespace ResourceHygiene.Analyzers.Benchmarks.Measurement;

/// <summary>What one run of something cost.</summary>
/// <param name="Time">
/// Processor time of all threads of this process. Unlike the time on the wall it says the same on a machine that others use
/// too, and it does not hide work behind idle cores.
/// </param>
/// <param name="Bytes">What all threads allocated.</param>
public readonly record struct Measured(TimeSpan Time, long Bytes)
{
    /// <summary>Runs something after the garbage of what ran before is gone.</summary>
    public static Measured Of(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan start = Environment.CpuUsage.TotalTime;
        action();
        TimeSpan time = Environment.CpuUsage.TotalTime - start;
        return new Measured(time, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }

    /// <summary>The least of each part by itself: whatever else the machine does only adds.</summary>
    public static Measured Best(IReadOnlyCollection<Measured> all) =>
        new(all.Min(static one => one.Time), all.Min(static one => one.Bytes));
}
