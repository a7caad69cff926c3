namespace ResourceHygiene;

/// <summary>Runs user code on threads of its own for a limited time, and leaves behind what does not come back.</summary>
/// <remarks>
/// The caller's thread keeps the time and needs no pool thread to do so: a program that hangs has often used them all up.
/// </remarks>
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
        if (budget == TimeSpan.Zero)
            return;

        var end = new Moment(time, budget);
        // Not disposed: work that comes back late still sets it. Whole from the start: once the work has begun there may be no memory to wait with.
        var done = new ManualResetEvent(false);
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
        thread.Start();
        if (!end.Await(done))
            Deadlines.End(deadline);
    }

    /// <summary>The same for asynchronous work, on threads of the pool.</summary>
    public static async Task RunAsync(Func<Task> work, TimeSpan budget, CancellationTokenSource deadline, TimeProvider time)
    {
        if (budget == TimeSpan.Zero)
            return;

        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), over, budget, Timeout.InfiniteTimeSpan);
        if (await Task.WhenAny(Task.Run(work, CancellationToken.None), over.Task).ConfigureAwait(false) == over.Task)
            Deadlines.End(deadline);
    }

    /// <summary>A point in time to wait for.</summary>
    private readonly struct Moment(TimeProvider time, TimeSpan fromNow)
    {
        private readonly long _start = time.GetTimestamp();

        /// <summary>Waits for an event until this moment; whether it came.</summary>
        public bool Await(WaitHandle happened)
        {
            if (fromNow == Timeout.InfiniteTimeSpan)
                return happened.WaitOne();

            var left = fromNow - time.GetElapsedTime(_start);
            if (ReferenceEquals(time, TimeProvider.System))
                return happened.WaitOne(left > TimeSpan.Zero ? left : TimeSpan.Zero);

            // Not disposed: the timer may fire at the very moment at which it is stopped.
            var over = new ManualResetEvent(false);
            using var timer = time.CreateTimer(static state => ((ManualResetEvent)state!).Set(), over, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            // A clock that was moved before the timer was there would not move it any more.
            return time.GetElapsedTime(_start) >= fromNow ? happened.WaitOne(0) : WaitHandle.WaitAny([happened, over]) == 0;
        }
    }
}
