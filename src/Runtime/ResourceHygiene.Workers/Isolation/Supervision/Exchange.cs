using System.Runtime.ExceptionServices;

namespace ResourceHygiene.Workers;

/// <summary>One question to a worker that is answered with one frame.</summary>
internal sealed partial class Exchange(long correlation, FrameKind expected, WorkerRequest? request)
{
    private readonly object _gate = new();
    private TaskCompletionSource<Frame>? _awaited;
    private CallResults? _results;
    /// <summary>A <see cref="Frame"/>, or the exception instead.</summary>
    private object? _outcome;
    private bool _isClosed;
    private volatile bool _isDone;

    public long Correlation => correlation;

    public WorkerRequest? Request => request;

    public bool IsDone => _isDone;

    /// <summary>Whoever awaits it goes on on the thread that settles it, and must not keep that thread.</summary>
    public Task<Frame> Answer
    {
        get
        {
            lock (_gate)
            {
                if (_awaited is null)
                {
                    _awaited = new();
                    Tell(_awaited);
                }
                return _awaited.Task;
            }
        }
    }

    /// <summary>Whether a frame is the answer: of the expected kind and correlation, or the news that there is none.</summary>
    public bool IsAnsweredBy(Frame frame) =>
        frame.Header.Correlation == correlation
        && (frame.Kind == expected || frame.Kind == (expected == FrameKind.Hello ? FrameKind.Refusal : FrameKind.Fault));

    /// <summary>The answer, for a thread that waits; at once where that has read it itself.</summary>
    public Frame Wait()
    {
        lock (_gate)
        {
            while (!_isDone)
                Monitor.Wait(_gate);
        }
        if (_outcome is Exception failure)
            ExceptionDispatchInfo.Throw(failure);
        return (Frame)_outcome!;
    }

    public void Settle([TakesOwnership] Frame frame)
    {
        if (!TryEnd(frame))
            frame.Dispose();
    }

    public void Fail(Exception exception) => TryEnd(exception);

    /// <summary>What the worker is given for results, made when it first asks for room; null where the call is over.</summary>
    public CallResults? Results()
    {
        lock (_gate)
            return _isClosed || request is null ? null : _results ??= new(request.Segments);
    }

    /// <summary>The results that the answer named.</summary>
    public ReplyPayload[] Hand() => Volatile.Read(ref _results)?.Hand() ?? [];

    /// <summary>Nobody writes to its memory any more: the worker has answered, or nothing is left of it.</summary>
    public void Close()
    {
        CallResults? results;
        lock (_gate)
        {
            _isClosed = true;
            results = _results;
        }
        results?.Dispose();
        request?.LetGo();
    }

    private bool TryEnd(object outcome)
    {
        TaskCompletionSource<Frame>? awaited;
        lock (_gate)
        {
            if (_isDone)
                return false;
            _outcome = outcome;
            _isDone = true;
            awaited = _awaited;
            Monitor.PulseAll(_gate);
        }
        // Outside the lock: whoever awaits it goes on in here.
        if (awaited is not null)
            Tell(awaited);
        return true;
    }

    private void Tell(TaskCompletionSource<Frame> awaited)
    {
        if (_outcome is Exception failure)
            awaited.TrySetException(failure);
        else if (_outcome is Frame frame)
            awaited.TrySetResult(frame);
    }
}
