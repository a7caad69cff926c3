using System.Threading.Tasks.Sources;

namespace ResourceHygiene.Workers;

/// <summary>
/// A command or job with the result that its bringer waits for: this object is what is awaited, so that an item is one object in all. It is awaited once:
/// who may be asked more often has a ticket, which asks once.
/// </summary>
internal abstract class WorkItem<T> : WorkItem, IValueTaskSource<T>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<T> _over = new() { RunContinuationsAsynchronously = true };
    private TaskCompletionSource<T>? _task;

    private protected WorkItem(CommandPool pool, ReleasePriority priority)
        : base(pool, priority)
    {
    }

    /// <summary>What is handed out to those who look after it; <see langword="null"/> where nobody does.</summary>
    public CommandTicket<T>? Ticket { get; private set; }

    /// <summary>To be called once at most.</summary>
    public ValueTask<T> AsValueTask() => new(this, _over.Version);

    /// <summary>Instead of <see cref="AsValueTask"/>, where no result is asked for.</summary>
    public ValueTask AsValueTaskWithoutResult() => new(this, _over.Version);

    /// <summary>
    /// Instead of <see cref="AsValueTask"/>, for those who look at it from outside: it is complete as soon as the item is. Before it is brought.
    /// </summary>
    public Task<T> AsTask()
    {
        _task = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _task.Task;
    }

    /// <summary>Instead of <see cref="AsValueTask"/>. Before it is brought.</summary>
    public CommandTicket<T> MakeTicket()
    {
        MakeEndable();
        return Ticket = new CommandTicket<T>(this, AsTask());
    }

    T IValueTaskSource<T>.GetResult(short token) => _over.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _over.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _over.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.GetResult(short token) => _over.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _over.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _over.OnCompleted(continuation, state, token, flags);

    protected abstract T ResultOf(in CommandOutcome outcome);

    protected sealed override void Publish(in CommandOutcome outcome)
    {
        if (_task is not null)
            Publish(outcome, _task);
        else if (outcome.Exception is { } exception)
            _over.SetException(exception);
        else
            _over.SetResult(ResultOf(outcome));
    }

    private void Publish(in CommandOutcome outcome, TaskCompletionSource<T> task)
    {
        if (outcome.Exception is OperationCanceledException cancelled)
            task.SetCanceled(cancelled.CancellationToken);
        else if (outcome.Exception is { } exception)
            task.SetException(exception);
        else
            task.SetResult(ResultOf(outcome));
    }
}
