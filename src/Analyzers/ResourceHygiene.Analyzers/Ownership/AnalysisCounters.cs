namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// How much work the engine did in this process. Nothing is decided by them; <c>benchmarks/Analyzers</c> reads them (by
/// reflection) to say how many bodies were looked at, and how many of those needed more than a look. Each is counted at
/// most once per body, so that counting costs nothing that could be measured.
/// </summary>
internal static class AnalysisCounters
{
    private static long s_bodies;
    private static long s_acquiring;
    private static long s_screened;
    private static long s_inferred;
    private static long s_graphs;

    /// <summary>Bodies that were analysed.</summary>
    public static long Bodies => Interlocked.Read(ref s_bodies);

    /// <summary>Bodies that were set aside by a look at their names.</summary>
    public static long Screened => Interlocked.Read(ref s_screened);

    /// <summary>Bodies that acquire something, whose resources had to be followed.</summary>
    public static long Acquiring => Interlocked.Read(ref s_acquiring);

    /// <summary>Bodies that were read for what they do to their callers' resources.</summary>
    public static long Inferred => Interlocked.Read(ref s_inferred);

    /// <summary>Control-flow graphs that were made.</summary>
    public static long Graphs => Interlocked.Read(ref s_graphs);

    public static void CountBody() => Interlocked.Increment(ref s_bodies);

    public static void CountScreened() => Interlocked.Increment(ref s_screened);

    public static void CountAcquiring() => Interlocked.Increment(ref s_acquiring);

    public static void CountInferred() => Interlocked.Increment(ref s_inferred);

    public static void CountGraph() => Interlocked.Increment(ref s_graphs);
}
