using System.Diagnostics;

namespace ResourceHygiene.Benchmarks;

/// <summary>
/// Measures several contestants in turn, round after round, and takes the best of each: on a machine that others use the
/// best is what it costs, and everything else is what the others cost. A round is a few milliseconds, so that some fall between
/// two disturbances.
/// </summary>
/// <param name="operations">
/// How many operations each does in a round: the same for all, so that all meet the same caches. 0 where each is to find out how many take
/// about two milliseconds.
/// </param>
internal sealed class Contest(int operations = 0)
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(2);

    private readonly List<Contestant> _contestants = [];

    /// <summary>Adds a contestant.</summary>
    /// <param name="name">By which its result is asked for.</param>
    /// <param name="batch">Does its thing as often as it is told, in a loop of its own.</param>
    public Contest Add(string name, Action<int> batch) => Add(name, operations =>
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        batch(operations);
        var time = Stopwatch.GetElapsedTime(start);
        return (time, GC.GetAllocatedBytesForCurrentThread() - bytes);
    });

    /// <summary>Adds a contestant that runs on several threads at once; its result is the time for one operation of all, so half as much if two threads scale.</summary>
    /// <param name="name">By which its result is asked for.</param>
    /// <param name="threads">How many.</param>
    /// <param name="batch">Does its thing as often as it is told; the first argument is the number of the thread.</param>
    public Contest AddParallel(string name, int threads, Action<int, int> batch) =>
        Add(name, operations => (ThreadTeam.Run(threads, thread => batch(thread, operations)) / threads, 0L));

    /// <summary>Warms everybody up, then runs at least <paramref name="least"/> rounds and more until the time is over.</summary>
    public Contest Run(TimeSpan time, int least = 15)
    {
        foreach (var contestant in _contestants)
            contestant.WarmUp(s_warmUp, s_round);

        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < least || Stopwatch.GetElapsedTime(start) < time; round++)
        {
            // Every other round backwards: nobody always finds what the same neighbour left behind.
            for (var turn = 0; turn < _contestants.Count; turn++)
                _contestants[round % 2 == 0 ? turn : _contestants.Count - 1 - turn].Measure();
        }
        return this;
    }

    /// <summary>Nanoseconds of one operation, in the best round.</summary>
    public double Nanoseconds(string name) => Of(name).Nanoseconds;

    /// <summary>Bytes that one operation allocated on its thread, in the round that allocated least.</summary>
    public double Bytes(string name) => Of(name).Bytes;

    /// <summary>The time of one contestant over that of another.</summary>
    public double Ratio(string part, string whole) => Nanoseconds(part) / Nanoseconds(whole);

    /// <summary>
    /// The median, over all rounds, of the time of one contestant over that of another in the same round. For two that are almost equal: the best
    /// of each may come from different moments, while what goes on in a round concerns both.
    /// </summary>
    public double MedianRatio(string part, string whole)
    {
        var ratios = Of(part).Rounds.Zip(Of(whole).Rounds, static (mine, others) => mine / others).Order().ToArray();
        return (ratios[(ratios.Length - 1) / 2] + ratios[ratios.Length / 2]) / 2;
    }

    /// <summary>Adds a contestant that measures itself, because not all that it must do is what is asked about.</summary>
    /// <param name="name">By which its result is asked for.</param>
    /// <param name="measure">Does its thing as often as it is told, and says how long that took and how many bytes it allocated.</param>
    public Contest Add(string name, Func<int, (TimeSpan Time, long Bytes)> measure)
    {
        _contestants.Add(new(name, measure, operations));
        return this;
    }

    private Contestant Of(string name) => _contestants.Find(contestant => contestant.Name == name)
        ?? throw new InvalidOperationException($"Nobody called '{name}' takes part.");

    private sealed class Contestant(string name, Func<int, (TimeSpan Time, long Bytes)> measure, int operations)
    {
        private readonly List<double> _rounds = [];
        private int _operations = operations > 0 ? operations : 16;

        public string Name => name;

        /// <summary>Nanoseconds of one operation, round by round.</summary>
        public IReadOnlyList<double> Rounds => _rounds;

        public double Nanoseconds { get; private set; } = double.PositiveInfinity;

        public double Bytes { get; private set; } = double.PositiveInfinity;

        /// <summary>Until the code is compiled for good, and finds how many operations make a round.</summary>
        public void WarmUp(TimeSpan time, TimeSpan round)
        {
            var start = Stopwatch.GetTimestamp();
            for (var calls = 0; calls < 60 || Stopwatch.GetElapsedTime(start) < time; calls++)
            {
                var took = measure(_operations).Time;
                if (operations > 0)
                    continue;
                if (took < round / 2)
                    _operations *= 2;
                else if (took > round * 4 && _operations > 16)
                    _operations /= 2;
            }
        }

        public void Measure()
        {
            var (time, bytes) = measure(_operations);
            _rounds.Add(time.TotalNanoseconds / _operations);
            Nanoseconds = Math.Min(Nanoseconds, _rounds[^1]);
            Bytes = Math.Min(Bytes, (double)bytes / _operations);
        }
    }
}
