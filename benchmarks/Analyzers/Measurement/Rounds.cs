using System.Diagnostics;

namespace ResourceHygiene.Analyzers.Benchmarks.Measurement;

/// <summary>
/// Measures several contestants in turn, round after round, so that whatever the machine does meanwhile meets all of
/// them. The first round warms up and does not count.
/// </summary>
public sealed class Rounds
{
    private readonly List<(string Name, Action Run)> _contestants = [];
    private readonly Dictionary<string, List<Measured>> _measured = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public void Add(string name, Action run)
    {
        _contestants.Add((name, run));
        _measured.Add(name, []);
    }

    /// <summary>Runs at least <paramref name="least"/> rounds, then more until the time is up or there are enough.</summary>
    public void Run(int least, int most, TimeSpan time)
    {
        foreach ((_, Action run) in _contestants)
            run();

        long start = Stopwatch.GetTimestamp();
        TimeSpan longest = TimeSpan.Zero;
        for (Count = 0; Count < least || (Count < most && Stopwatch.GetElapsedTime(start) + longest < time); Count++)
        {
            long round = Stopwatch.GetTimestamp();
            foreach ((string name, Action run) in _contestants)
                _measured[name].Add(Measured.Of(run));
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(round).Ticks));
        }
    }

    /// <summary>The median of a contestant.</summary>
    public Measured this[string name] => Measured.Median(_measured[name]);
}
