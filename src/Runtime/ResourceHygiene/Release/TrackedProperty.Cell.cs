namespace ResourceHygiene;

// Where the value lies.
public sealed partial class TrackedProperty<T>
{
    /// <summary>What the tracker holds weakly and the property strongly; emptied by a release, whoever asked for it.</summary>
    private sealed class Cell(T value) : IResourceCell
    {
        private T? _resource = value;
        private volatile bool _isHidden;
        private volatile int _releasingThread;
        private TaskCompletionSource? _settled;

        public ResourceHandle Handle { get; set; }

        /// <summary>The handle is the value's own registration; the tracker does not know the cell.</summary>
        public bool TracksItself { get; init; }

        public T? Visible => _isHidden ? null : Volatile.Read(ref _resource);

        public object? Resource => Volatile.Read(ref _resource);

        /// <summary>Whoever releases the value does not wait for itself.</summary>
        public Task ReleaseUnderWay
        {
            get
            {
                if (!IsBeingReleased || _releasingThread == Environment.CurrentManagedThreadId)
                    return Task.CompletedTask;

                var settled = Volatile.Read(ref _settled);
                if (settled is null || settled.Task.IsCompleted)
                {
                    var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    settled = Interlocked.CompareExchange(ref _settled, fresh, settled) == settled ? fresh : Volatile.Read(ref _settled)!;
                }

                // It may have settled before it could see that somebody waits.
                Interlocked.MemoryBarrier();
                if (!IsBeingReleased)
                    settled.TrySetResult();
                return settled.Task;
            }
        }

        private bool IsBeingReleased => _isHidden && Resource is not null;

        public object Take()
        {
            _releasingThread = Environment.CurrentManagedThreadId;
            _isHidden = true;
            return _resource!;
        }

        public void PutBack()
        {
            _isHidden = false;
            Settle();
        }

        public void Forget()
        {
            Volatile.Write(ref _resource, null);
            Settle();
        }

        private void Settle()
        {
            Interlocked.MemoryBarrier();
            Volatile.Read(ref _settled)?.TrySetResult();
        }
    }
}
