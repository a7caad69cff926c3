using System.Diagnostics;

namespace ResourceHygiene.Benchmarks;

/// <summary>Threads that begin at once.</summary>
internal static class ThreadTeam
{
    /// <summary>Runs the work on as many threads, this one among them; the time from the first to begin to the last to end.</summary>
    public static TimeSpan Run(int threads, Action<int> work)
    {
        var times = new (long Began, long Ended)[threads];
        var waiting = threads;
        var others = Enumerable.Range(1, threads - 1).Select(number => new Thread(() => RunOne(number)) { IsBackground = true }).ToArray();
        Array.ForEach(others, static other => other.Start());
        RunOne(0);
        Array.ForEach(others, static other => other.Join());
        return Stopwatch.GetElapsedTime(times.Min(static time => time.Began), times.Max(static time => time.Ended));

        void RunOne(int number)
        {
            Interlocked.Decrement(ref waiting);
            // Spinning: woken threads would begin one after the other.
            while (Volatile.Read(ref waiting) > 0)
                Thread.SpinWait(1);
            var began = Stopwatch.GetTimestamp();
            work(number);
            times[number] = (began, Stopwatch.GetTimestamp());
        }
    }
}
