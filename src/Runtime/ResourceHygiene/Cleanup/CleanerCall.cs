namespace ResourceHygiene;

/// <summary>One turn of a registered cleaner: runs it unless it is running, and records what came of it. Never throws.</summary>
internal readonly record struct CleanerCall
{
    public required CleanupLevel Level { get; init; }

    public required ReleaseReason Reason { get; init; }

    public bool IsEmergency { get; init; }

    public required CancellationToken Deadline { get; init; }

    public required CleanupRecorder Recorder { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Waits here for what is asynchronous, until the deadline.</summary>
    public void Run(Cleaner cleaner)
    {
        if (!TryStart(cleaner, out var item))
            return;

        var start = Time.GetTimestamp();
        var context = ContextFor(cleaner);
        Exception? error = null;
        try
        {
            if (cleaner.Clean is { } clean)
            {
                using var running = new Running(cleaner);
                clean(context);
            }
            else
            {
                AsyncHandlers.Wait(
                    async () =>
                    {
                        await InvokeAsync(cleaner, cleaner.CleanAsync!, context).ConfigureAwait(false);
                        return default;
                    },
                    isWatched: false,
                    Deadline);
            }
        }
        catch (Exception exception)
        {
            error = exception;
        }
        Recorder.Finish(Outcome(item, context, start, error));
    }

    /// <summary>The same without blocking a thread while it waits.</summary>
    public async ValueTask RunAsync(Cleaner cleaner)
    {
        if (!TryStart(cleaner, out var item))
            return;

        var start = Time.GetTimestamp();
        var context = ContextFor(cleaner);
        Exception? error = null;
        try
        {
            if (cleaner.CleanAsync is { } cleanAsync)
            {
                // Waited for no longer than allowed; it ends its turn itself when it comes back.
                await InvokeAsync(cleaner, cleanAsync, context).AsTask().WaitAsync(Deadline).ConfigureAwait(false);
            }
            else
            {
                using var running = new Running(cleaner);
                cleaner.Clean!(context);
            }
        }
        catch (Exception exception)
        {
            error = exception;
        }
        Recorder.Finish(Outcome(item, context, start, error));
    }

    private static async ValueTask InvokeAsync(Cleaner cleaner, Func<CleanerContext, ValueTask> clean, CleanerContext context)
    {
        using var running = new Running(cleaner);
        await clean(context).ConfigureAwait(false);
    }

    private bool TryStart(Cleaner cleaner, out CleanupItem item)
    {
        item = new CleanupItem(cleaner.Name, cleaner.Level, CleanupItemStatus.Cleaned);
        if (Deadline.IsCancellationRequested)
        {
            Recorder.Add(item with { Status = CleanupItemStatus.NotReached });
            return false;
        }
        if (!cleaner.TryBegin())
        {
            Recorder.Add(item with { Status = CleanupItemStatus.Kept, Message = "it is running already" });
            return false;
        }
        if (Recorder.TryStart(item))
            return true;

        cleaner.End();
        return false;
    }

    private CleanerContext ContextFor(Cleaner cleaner) =>
        new(cleaner.Name, Level, cleaner.Level, Reason, IsEmergency, Recorder, Time, Deadline);

    private CleanupItem Outcome(in CleanupItem item, CleanerContext context, long start, Exception? error)
    {
        if (error is OperationCanceledException && Deadline.IsCancellationRequested)
            error = new TimeoutException($"{item.Name} was stopped at the end of the time.", error);
        error ??= context.AllAttemptsFailed;
        var status = error is not null ? CleanupItemStatus.Failed
            : context.NothingBecause is not null ? CleanupItemStatus.Kept
            : CleanupItemStatus.Cleaned;
        return item with
        {
            Status = status,
            BytesFreed = context.BytesFreed,
            Error = error,
            Message = error?.Message ?? context.NothingBecause,
            Duration = Time.GetElapsedTime(start),
        };
    }

    private readonly struct Running(Cleaner cleaner) : IDisposable
    {
        public void Dispose() => cleaner.End();
    }
}
