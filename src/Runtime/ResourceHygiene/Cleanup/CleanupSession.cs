namespace ResourceHygiene;

/// <summary>
/// One clean-up by level with its turn and its report. One thread runs it, another may close it when the time is over:
/// the turn then passes on, and what hangs is left behind.
/// </summary>
internal sealed class CleanupSession(ResourceCleaner owner, CleanupLevel level, CancellationToken deadline)
{
    private readonly CleanupRecorder _recorder = new();
    private long _start = owner.Tracker.TimeProvider.GetTimestamp();
    private CleanupRun? _run;
    private CleanupTurns.Turn? _turn;
    private bool _isWaiting;

    public void Run()
    {
        CleanupTurns.Turn turn;
        Volatile.Write(ref _isWaiting, true);
        try
        {
            turn = owner.Turns.Enter(deadline);
        }
        catch (OperationCanceledException)
        {
            // Without a run, which the report says.
            return;
        }

        Begin(turn);
        turn.Flow();
        try
        {
            NewRun().Run();
        }
        catch (Exception exception)
        {
            Failed(exception);
        }
        finally
        {
            turn.EndHere();
        }
    }

    public async Task RunAsync()
    {
        CleanupTurns.Turn turn;
        Volatile.Write(ref _isWaiting, true);
        try
        {
            turn = await owner.Turns.EnterAsync(deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Without a run, which the report says.
            return;
        }

        Begin(turn);
        turn.Flow();
        try
        {
            await NewRun().RunAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Failed(exception);
        }
        finally
        {
            turn.EndHere();
        }
    }

    public CleanupReport Close()
    {
        _recorder.Seal();
        if (Volatile.Read(ref _run) is { } run)
        {
            foreach (var cleaner in run.CleanersNotCalled)
                _recorder.AddLast(new(cleaner.Name, cleaner.Level, CleanupItemStatus.NotReached));
        }
        else
        {
            // Who still waits for its turn may not have noticed yet that the time is over, so it is said here.
            var why = Volatile.Read(ref _isWaiting) ? "another clean-up was still running" : null;
            _recorder.AddLast(new("clean-up", level, CleanupItemStatus.NotReached, Message: why));
        }
        Volatile.Read(ref _turn)?.End();
        return _recorder.Report(level, owner.Tracker.TimeProvider.GetElapsedTime(Volatile.Read(ref _start)));
    }

    private void Begin(CleanupTurns.Turn turn)
    {
        Volatile.Write(ref _start, owner.Tracker.TimeProvider.GetTimestamp());
        Volatile.Write(ref _turn, turn);
    }

    private CleanupRun NewRun()
    {
        var run = new CleanupRun(owner, level, _recorder, deadline);
        Volatile.Write(ref _run, run);
        return run;
    }

    /// <summary>Not a handler's or a cleaner's fault, as those are recorded with them: memory that ran out, or a policy's own code.</summary>
    private void Failed(Exception exception) => _recorder.Add(new(
        "clean-up", level, CleanupItemStatus.Failed, Error: exception, Message: exception.Message));
}
