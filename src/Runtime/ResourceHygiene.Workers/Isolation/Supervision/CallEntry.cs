namespace ResourceHygiene.Workers;

/// <summary>One call from its admission to its one outcome, whoever brings that about first.</summary>
internal sealed class CallEntry(WorkerRequest request, TimeSpan timeout, CancellationToken cancellationToken)
{
    /// <summary>Less than nothing: as long as its time limit says.</summary>
    private TimeSpan _limit = TimeSpan.MinValue;

    /// <summary>Nothing yet, or the answer, where nobody had asked for the task by then; else the source of the task. Both are final.</summary>
    private object? _outcome;

    public WorkerRequest Request => request;

    public WorkerCommandInfo Command => request.Command;

    public TimeSpan Timeout => timeout;

    public CancellationToken CancellationToken => cancellationToken;

    public Task<WorkerReply> Result => Volatile.Read(ref _outcome) is WorkerReply reply ? Task.FromResult(reply) : Source()?.Task ?? Result;

    /// <summary>What is traced of it; only where somebody listens.</summary>
    public CallTrace? Trace { get; } = CallTrace.Begin();

    public bool IsSettled => Volatile.Read(ref _outcome) switch
    {
        null => false,
        TaskCompletionSource<WorkerReply> source => source.Task.IsCompleted,
        _ => true,
    };

    /// <summary>When it began to run, as a timestamp of the clock.</summary>
    public long Began { get; set; }

    /// <summary>How long it may run; shorter than <see cref="Timeout"/> once it is cancelled.</summary>
    public TimeSpan Limit { get => _limit == TimeSpan.MinValue ? timeout : _limit; set => _limit = value; }

    public bool TrySucceed(WorkerReply reply) =>
        Interlocked.CompareExchange(ref _outcome, reply, null) is var before
        && (before is null || (before is TaskCompletionSource<WorkerReply> source && source.TrySetResult(reply)));

    public bool TryFail(Exception exception) => Source()?.TrySetException(exception) ?? false;

    public bool TryCancel() => Source()?.TrySetCanceled(cancellationToken) ?? false;

    /// <summary>The outcome, for a thread that waits for it. What a call failed with is thrown.</summary>
    public WorkerReply Wait() => Volatile.Read(ref _outcome) as WorkerReply ?? Result.GetAwaiter().GetResult();

    /// <summary>Null where there is an answer already.</summary>
    private TaskCompletionSource<WorkerReply>? Source()
    {
        if (Volatile.Read(ref _outcome) is not { } outcome)
        {
            // A caller's continuation must not keep the thread that reads the answers.
            var source = new TaskCompletionSource<WorkerReply>(TaskCreationOptions.RunContinuationsAsynchronously);
            outcome = Interlocked.CompareExchange(ref _outcome, source, null) ?? source;
        }
        return outcome as TaskCompletionSource<WorkerReply>;
    }
}
