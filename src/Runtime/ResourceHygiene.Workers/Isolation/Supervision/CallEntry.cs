namespace ResourceHygiene.Workers;

/// <summary>One call from its admission to its one outcome, whoever brings that about first.</summary>
internal sealed class CallEntry(WorkerRequest request, TimeSpan timeout, CancellationToken cancellationToken)
{
    // A caller's continuation must not keep the thread that reads the answers.
    private readonly TaskCompletionSource<WorkerReply> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TimeSpan? _limit;

    public WorkerRequest Request => request;

    public WorkerCommandInfo Command => request.Command;

    public TimeSpan Timeout => timeout;

    public CancellationToken CancellationToken => cancellationToken;

    public Task<WorkerReply> Result => _result.Task;

    public bool IsSettled => _result.Task.IsCompleted;

    /// <summary>When it began to run, as a timestamp of the clock.</summary>
    public long Began { get; set; }

    /// <summary>How long it may run; shorter than <see cref="Timeout"/> once it is cancelled.</summary>
    public TimeSpan Limit { get => _limit ?? timeout; set => _limit = value; }

    public bool TrySucceed(WorkerReply reply) => _result.TrySetResult(reply);

    public bool TryFail(Exception exception) => _result.TrySetException(exception);

    public bool TryCancel() => _result.TrySetCanceled(cancellationToken);
}
