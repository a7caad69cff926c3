using System.Globalization;

namespace ResourceHygiene.Workers;

internal sealed partial class WorkerProcess
{
    /// <summary>Asks the worker for a sign of life at regular times, and ends it when it gave none from one time to the next.</summary>
    private sealed class Heartbeat(WorkerProcess worker, TimeSpan period, TimeProvider time) : IDisposable
    {
        private readonly object _gate = new();
        private ITimer? _timer;
        private bool _isDisposed;
        private volatile bool _hasHeard;
        private bool _wasBusy;
        private long _asked;
        private long _answered;

        public void Begin()
        {
            if (period == Timeout.InfiniteTimeSpan)
                return;

            lock (_gate)
            {
                if (!_isDisposed)
                    _timer = time.CreateTimer(static heartbeat => ((Heartbeat)heartbeat!).Beat(), this, period, period);
            }
        }

        /// <returns>Whether it was asked for.</returns>
        public bool Answer(long correlation)
        {
            if (correlation != Interlocked.Read(ref _asked) || correlation == Interlocked.Read(ref _answered))
                return false;

            Interlocked.Exchange(ref _answered, correlation);
            return true;
        }

        /// <summary>The worker said something.</summary>
        public void Hear() => _hasHeard = true;

        public void Dispose()
        {
            lock (_gate)
            {
                _isDisposed = true;
                _timer?.Dispose();
            }
        }

        private void Beat()
        {
            var asked = Interlocked.Read(ref _asked);
            var isUnanswered = asked != Interlocked.Read(ref _answered);
            // Somebody who writes each time that this looks may be stuck, as the worker does not read; but not if it has said something meanwhile.
            if (isUnanswered || (_wasBusy && !_hasHeard))
            {
                worker.Abandon(WorkerFailure.Unresponsive, string.Create(CultureInfo.InvariantCulture, $"gave no sign of life for {period.TotalSeconds:0.###} s"));
                return;
            }

            _hasHeard = false;
            Interlocked.Exchange(ref _asked, asked + 1);
            _wasBusy = !worker.TryPing(asked + 1);
            if (_wasBusy)
                Interlocked.Exchange(ref _asked, asked);
        }
    }
}
