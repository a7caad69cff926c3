namespace ResourceHygiene.Workers;

/// <summary>One question to a worker that is answered with one frame.</summary>
internal sealed class Exchange(long correlation, FrameKind expected, WorkerRequest? request)
{
    private readonly TaskCompletionSource<Frame> _answer = new();
    private int _isSettled;

    public long Correlation => correlation;

    public WorkerRequest? Request => request;

    /// <summary>What the worker was given for results.</summary>
    public CallResults? Results { get; } = request is null ? null : new(request.Segments);

    /// <summary>Whether the worker cannot have read all of it, as it was gone by then.</summary>
    public bool IsUnsent { get; set; }

    public bool IsDone => _answer.Task.IsCompleted;

    /// <summary>Whoever awaits it goes on on the thread that settles it, and must not keep that thread.</summary>
    public Task<Frame> Answer => _answer.Task;

    /// <summary>Whether a frame is the answer: of the expected kind and correlation, or the news that there is none.</summary>
    public bool IsAnsweredBy(Frame frame) =>
        frame.Header.Correlation == correlation
        && (frame.Kind == expected || frame.Kind == (expected == FrameKind.Hello ? FrameKind.Refusal : FrameKind.Fault));

    public void Settle([TakesOwnership] Frame frame)
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0)
            _answer.SetResult(frame);
        else
            frame.Dispose();
    }

    public void Fail(Exception exception)
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0)
            _answer.SetException(exception);
    }
}
