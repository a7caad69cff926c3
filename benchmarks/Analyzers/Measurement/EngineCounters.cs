using System.Reflection;
using ResourceHygiene.Analyzers.Rules;

namespace ResourceHygiene.Analyzers.Benchmarks.Measurement;

/// <summary>The engine's counters. Read by reflection, because a shipped assembly opens its internals to nobody.</summary>
/// <param name="Bodies">Bodies that were analysed.</param>
/// <param name="Acquiring">Those of them that acquire something.</param>
/// <param name="Inferred">Bodies that were read for their contract.</param>
/// <param name="Graphs">Control-flow graphs that were made.</param>
/// <param name="Screened">Bodies that were set aside by a look at their names.</param>
public readonly record struct EngineCounters(long Bodies, long Acquiring, long Inferred, long Graphs, long Screened)
{
    /// <summary>Bodies that were looked at, in whichever way.</summary>
    public long All => Bodies + Screened;

    private static readonly Type s_counters =
        typeof(OwnershipAnalyzer).Assembly.GetType("ResourceHygiene.Analyzers.Ownership.AnalysisCounters", throwOnError: true)!;

    public static EngineCounters Now => new(Read(nameof(Bodies)), Read(nameof(Acquiring)), Read(nameof(Inferred)), Read(nameof(Graphs)), Read(nameof(Screened)));

    /// <summary>What an action added.</summary>
    public static EngineCounters Of(Action action)
    {
        EngineCounters before = Now;
        action();
        EngineCounters after = Now;
        return new EngineCounters(
            after.Bodies - before.Bodies, after.Acquiring - before.Acquiring, after.Inferred - before.Inferred, after.Graphs - before.Graphs, after.Screened - before.Screened);
    }

    /// <summary>The average of so many times.</summary>
    public EngineCounters Per(int times) => new(Bodies / times, Acquiring / times, Inferred / times, Graphs / times, Screened / times);

    private static long Read(string name) =>
        (long)s_counters.GetProperty(name, BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
