namespace ResourceHygiene.Workers;

// What a pool does that had to give a broker's message back, as it has no room for it: it takes none for a while, so that others may have it.
public sealed partial class CommandPool
{
    /// <summary>How long. Who is short of memory stays so for longer than a message takes to come round.</summary>
    private static readonly TimeSpan s_stepBack = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _taking;
    private Task _away = Task.CompletedTask;

    /// <summary>Cancelled when nobody is to take work for a while, or any more.</summary>
    private CancellationToken TakingToken => Volatile.Read(ref _taking).Token;

    /// <summary>Before the message is given back: not only who had it, but all of this pool's that wait for work let others come first.</summary>
    private void StepBack()
    {
        CancellationTokenSource taking;
        lock (_pausing)
        {
            if (_isComplete || !_away.IsCompleted)
                return;

            _away = Task.WhenAny(Task.Delay(s_stepBack, Time), _ending.Task);
            taking = Interlocked.Exchange(ref _taking, CancellationTokenSource.CreateLinkedTokenSource(LeavingToken));
        }
        taking.Cancel();
    }

    /// <summary>Until work may be taken again; at once when the pool is to end.</summary>
    private Task ComeBackAsync()
    {
        lock (_pausing)
            return _away;
    }
}
