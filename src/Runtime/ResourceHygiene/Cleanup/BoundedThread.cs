using System.Diagnostics;

namespace ResourceHygiene;

/// <summary>Runs work on a thread of its own for a limited time and leaves it behind if it does not come back.</summary>
internal static class BoundedThread
{
    public static void ThrowIfNotABudget(TimeSpan budget, string parameterName)
    {
        if (budget != Timeout.InfiniteTimeSpan && (budget < TimeSpan.Zero || budget.TotalMilliseconds > int.MaxValue))
            throw new ArgumentOutOfRangeException(parameterName, budget, "A time budget must be from 0 to 24 days, or infinite.");
    }

    /// <summary>Returns when the work is done, or when the time is over: then the source is cancelled.</summary>
    public static void Run(Action work, TimeSpan budget, CancellationTokenSource deadline, TimeProvider time)
    {
        if (budget > TimeSpan.Zero)
        {
            // Not disposed: work that comes back late still sets it.
            var done = new ManualResetEventSlim();
            var thread = new Thread(() =>
            {
                work();
                done.Set();
            })
            {
                // Must not hold the process when it is left behind.
                IsBackground = true,
                Name = "ResourceHygiene release",
            };
            // Not CancelAfter: what throws inside the source's own timer ends the process.
            using var timer = time.CreateTimer(static source => Cancel((CancellationTokenSource)source!), deadline, budget, Timeout.InfiniteTimeSpan);
            thread.Start();
            WaitHandle.WaitAny([done.WaitHandle, deadline.Token.WaitHandle]);
        }
    }

    private static void Cancel(CancellationTokenSource deadline)
    {
        try
        {
            deadline.Cancel();
        }
        catch (Exception exception) when (exception is AggregateException or ObjectDisposedException)
        {
            // What a handler hung on its deadline, or a run that ended at this very moment.
            Trace.TraceError($"ResourceHygiene: a deadline's callback failed: {exception}");
        }
    }
}
