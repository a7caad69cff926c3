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

    /// <summary>The median of each part by itself.</summary>
    public static Measured Median(IEnumerable<Measured> all)
    {
        Measured[] measured = [.. all];
        return new Measured(MedianOf(measured, static one => one.Time), MedianOf(measured, static one => one.Bytes));
    }

    private static T MedianOf<T>(Measured[] all, Func<Measured, T> part) => all.Select(part).Order().ElementAt(all.Length / 2);
}
