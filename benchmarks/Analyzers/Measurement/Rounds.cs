using System.Diagnostics;

namespace ResourceHygiene.Analyzers.Benchmarks.Measurement;

/// <summary>
/// Measures several contestants in turn, round after round, so that whatever the machine does meanwhile meets all of
/// them.
/// </summary>
public sealed class Rounds
{
    private readonly List<(string Name, Action Run, int Most)> _contestants = [];
    private readonly Dictionary<string, List<Measured>> _measured = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    /// <param name="name">What it is called in the figures.</param>
    /// <param name="run">What is measured.</param>
    /// <param name="most">In how many rounds it takes part: less for what takes so long that two runs say enough.</param>
    public void Add(string name, Action run, int most = int.MaxValue)
    {
        _contestants.Add((name, run, most));
        _measured.Add(name, []);
    }

    /// <summary>Runs each contestant once, so that its code is compiled; what is measured comes later.</summary>
    public void WarmUp()
    {
        foreach ((_, Action run, _) in _contestants)
            run();
    }

    /// <summary>Runs at least <paramref name="least"/> rounds, then more until the time is up or there are enough.</summary>
    public void Run(int least, int most, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan longest = TimeSpan.Zero;
        for (Count = 0; Count < least || (Count < most && Stopwatch.GetElapsedTime(start) + longest < time); Count++)
        {
            long round = Stopwatch.GetTimestamp();
            foreach ((string name, Action run, int mostOfThis) in _contestants)
            {
                if (Count < mostOfThis)
                    _measured[name].Add(Measured.Of(run));
            }

            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(round).Ticks));
        }
    }

    /// <summary>The best of a contestant.</summary>
    public Measured this[string name] => Measured.Best(_measured[name]);
}
