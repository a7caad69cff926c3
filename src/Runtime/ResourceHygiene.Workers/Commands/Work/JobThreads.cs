namespace ResourceHygiene.Workers;

/// <summary>
/// Threads for jobs that block. As many as run at a time, made when there is no idle one; one that has been idle for a while ends by
/// itself, and all of them end with the pool: the idle ones at once, the others when their job is over.
/// </summary>
internal sealed class JobThreads(string name)
{
    private static readonly TimeSpan s_idleTime = TimeSpan.FromSeconds(10);

    private readonly HashSet<JobThread> _all = [];
    private readonly Stack<JobThread> _idle = new();
    private readonly object _gate = new();
    private bool _isClosed;

    public Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = ExecutionContext.Capture();
        Run(() =>
        {
            try
            {
                var value = InContext(context, work, cancellationToken);
                return () => result.SetResult(value);
            }
            catch (Exception exception)
            {
                return () => result.SetException(exception);
            }
        });
        return result.Task;
    }

    /// <summary>Ends the threads.</summary>
    /// <param name="isOver">Whether no job runs any more: then this returns when all threads have ended, and otherwise when the idle ones have.</param>
    public void Close(bool isOver)
    {
        JobThread[] idle, ending;
        lock (_gate)
        {
            _isClosed = true;
            idle = [.. _idle];
            ending = isOver ? [.. _all] : idle;
            _idle.Clear();
        }
        foreach (var thread in idle)
            thread.Run(null);
        foreach (var thread in ending)
            thread.Join();
    }

    private static T InContext<T>(ExecutionContext? context, Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        if (context is null)
            return work(cancellationToken);

        T result = default!;
        ExecutionContext.Run(context, _ => result = work(cancellationToken), null);
        return result;
    }

    private void Run(Func<Action> work)
    {
        JobThread? thread;
        lock (_gate)
        {
            if (!_idle.TryPop(out thread))
                _all.Add(thread = new JobThread(this, name));
        }
        thread.Run(work);
    }

    private bool TryPark(JobThread thread)
    {
        lock (_gate)
        {
            if (_isClosed)
                return false;

            _idle.Push(thread);
            return true;
        }
    }

    /// <summary>False where it has been given work just now.</summary>
    private bool TryLeave(JobThread thread)
    {
        lock (_gate)
        {
            var stay = _idle.Where(other => other != thread).Reverse().ToList();
            if (stay.Count == _idle.Count)
                return false;

            _idle.Clear();
            stay.ForEach(_idle.Push);
            _all.Remove(thread);
            return true;
        }
    }

    private sealed class JobThread
    {
        private readonly JobThreads _owner;
        private readonly Thread _thread;
        private readonly object _gate = new();
        private Func<Action>? _work;
        private bool _isGiven;

        public JobThread(JobThreads owner, string name)
        {
            _owner = owner;
            // The pool's name first: systems cut the names of threads short.
            _thread = new Thread(Loop) { IsBackground = true, Name = $"{name} (ResourceHygiene)" };
            // Of the job's context only, not of whoever happened to need a thread first.
            _thread.UnsafeStart();
        }

        /// <summary>Gives it work, or tells it to end.</summary>
        public void Run(Func<Action>? work)
        {
            lock (_gate)
            {
                _work = work;
                _isGiven = true;
                Monitor.Pulse(_gate);
            }
        }

        public void Join() => _thread.Join();

        private void Loop()
        {
            bool isParked;
            do
            {
                if (TakeWork() is not { } work)
                    return;

                // Told after it has lain down: whoever hears of the end finds the thread idle.
                var tell = work();
                isParked = _owner.TryPark(this);
                tell();
            }
            while (isParked);
        }

        /// <summary>Null where it is to end, or has left after having been idle for long.</summary>
        private Func<Action>? TakeWork()
        {
            if (!IsGivenWithin(s_idleTime))
            {
                if (_owner.TryLeave(this))
                    return null;

                IsGivenWithin(Timeout.InfiniteTimeSpan);
            }

            lock (_gate)
            {
                var work = _work;
                _work = null;
                return work;
            }
        }

        private bool IsGivenWithin(TimeSpan patience)
        {
            lock (_gate)
            {
                while (!_isGiven)
                {
                    if (!Monitor.Wait(_gate, patience))
                        return false;
                }
                _isGiven = false;
                return true;
            }
        }
    }
}
