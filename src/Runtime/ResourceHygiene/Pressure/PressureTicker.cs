namespace ResourceHygiene;

/// <summary>Calls back again and again, each time after as long as the last call asked for.</summary>
internal abstract class PressureTicker : IDisposable
{
    /// <summary>Whether ticks come on a thread that is there for nothing else, so that long work has to be done elsewhere.</summary>
    public abstract bool HasOwnThread { get; }

    /// <summary>
    /// Makes a ticker, whose first tick comes with the first <see cref="Wake"/>. The system's clock gets a thread of its own, as its timers need a thread of the pool, which is what a program in
    /// trouble has none of. Any other clock decides by its timers when and where ticks run.
    /// </summary>
    public static PressureTicker For(TimeProvider time, Func<TimeSpan> tick) =>
        ReferenceEquals(time, TimeProvider.System) ? new ThreadTicker(tick) : new TimerTicker(time, tick);

    /// <summary>Ticks at once instead of when it is time.</summary>
    public abstract void Wake();

    /// <summary>Stops. A tick that is running ends by itself, and no other follows.</summary>
    public abstract void Dispose();

    private sealed class ThreadTicker : PressureTicker
    {
        private readonly object _gate = new();
        private readonly Func<TimeSpan> _tick;
        private bool _isAwake;
        private bool _isStopped;

        public ThreadTicker(Func<TimeSpan> tick)
        {
            _tick = tick;
            // Unsafe: it outlives the caller's ambient values.
            new Thread(Run) { IsBackground = true, Name = "ResourceHygiene pressure" }.UnsafeStart();
        }

        public override bool HasOwnThread => true;

        public override void Wake()
        {
            lock (_gate)
            {
                _isAwake = true;
                Monitor.Pulse(_gate);
            }
        }

        public override void Dispose()
        {
            lock (_gate)
            {
                _isStopped = true;
                Monitor.Pulse(_gate);
            }
        }

        private void Run()
        {
            var pause = Timeout.InfiniteTimeSpan;
            while (true)
            {
                lock (_gate)
                {
                    if (!_isAwake && !_isStopped)
                        Monitor.Wait(_gate, pause);
                    if (_isStopped)
                        return;
                    _isAwake = false;
                }
                pause = _tick();
            }
        }
    }

    private sealed class TimerTicker : PressureTicker
    {
        private readonly Func<TimeSpan> _tick;
        private readonly ITimer _timer;
        private int _isTicking;
        private volatile bool _isStopped;

        public TimerTicker(TimeProvider time, Func<TimeSpan> tick)
        {
            _tick = tick;
            var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
            try
            {
                _timer = time.CreateTimer(static state => ((TimerTicker)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
            finally
            {
                flow?.Undo();
            }
        }

        public override bool HasOwnThread => false;

        public override void Wake() => Arm(TimeSpan.Zero);

        public override void Dispose()
        {
            _isStopped = true;
            _timer.Dispose();
        }

        private void Tick()
        {
            // A timer that was woken may fire again while a tick runs.
            if (_isStopped || Interlocked.Exchange(ref _isTicking, 1) != 0)
                return;

            var pause = _tick();
            Volatile.Write(ref _isTicking, 0);
            Arm(pause);
        }

        private void Arm(TimeSpan pause)
        {
            if (!_isStopped)
                _timer.Change(pause, Timeout.InfiniteTimeSpan);
        }
    }
}
