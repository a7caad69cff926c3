using ResourceHygiene.Workers.Processes;

namespace ResourceHygiene.Workers;

/// <summary>One command from its start to its end: three pipes, a clock and a token, any of which may end it, once.</summary>
#pragma warning disable CA1001 // The sources have no timer and nothing to dispose of, and a clock may strike at the very end.
internal sealed class CommandRun
#pragma warning restore CA1001
{
    /// <summary>How long it may take to copy what is left in a pipe to whose other end nobody writes any more.</summary>
    private static readonly TimeSpan s_patienceWithCopying = TimeSpan.FromSeconds(5);

    private readonly CommandRequest _request;
    private readonly TimeProvider _time;
    private readonly ChildProcess _child;
    private readonly OutputPipe? _output;
    private readonly OutputPipe? _error;
    private readonly CancellationToken _cancellation;
    private readonly DateTimeOffset _startedAt;
    private readonly long _start;

    private readonly CancellationTokenSource _readers = new();
    private readonly CancellationTokenSource _captures = new();
    private readonly CancellationTokenSource _waiting = new();
    private readonly CancellationTokenSource _writer = new();
    private ITimer? _readersEnd;
    private ITimer? _capturesEnd;
    private ITimer? _waitingEnd;
    private volatile bool _isHeldOpen;
    private int _failure;
    private Exception? _streamFailure;

    /// <param name="request">What is run.</param>
    /// <param name="child">Its process, started.</param>
    /// <param name="time">The clock of its time limit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public CommandRun(CommandRequest request, [TakesOwnership] ChildProcess child, TimeProvider time, CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        _request = request;
        _output = child.Output is { } output ? new(output, child, _waiting.Token) : null;
        _error = child.Error is { } error ? new(error, child, _waiting.Token) : null;
        _time = time;
        _startedAt = time.GetUtcNow();
        _start = time.GetTimestamp();
        _child = child;
    }

    private CommandFailure? Failure => Volatile.Read(ref _failure) is not 0 and var failure ? (CommandFailure)failure : null;

    /// <summary>Runs it to its end.</summary>
    /// <param name="timeout">How long it may run; <see langword="null"/> for no limit.</param>
    public async Task<CommandResult> CompleteAsync(TimeSpan? timeout)
    {
        try
        {
            var output = TakeAsync(_request.Output, _output);
            var error = TakeAsync(_request.Error, _error);
            var input = GiveAsync();

            ChildEnd end;
            using (timeout is { } limit ? _time.CreateTimer(static run => ((CommandRun)run!).End(CommandFailure.TimedOut), this, limit, Timeout.InfiniteTimeSpan) : null)
            using (_cancellation.UnsafeRegister(static run => ((CommandRun)run!).End(CommandFailure.Cancelled), this))
            {
                end = await _child.Gone.ConfigureAwait(false);
                // Nobody reads what it would still get. A source that does not heed this is not waited for.
                if (!input.IsCompleted)
                    await _writer.CancelAsync().ConfigureAwait(false);
                if (Failure is not null)
                {
                    LimitReaders();
                    // The end of its output would come with that of those who cannot be ended.
                    if (end.Survivors.Known > 0)
                        await _captures.CancelAsync().ConfigureAwait(false);
                }
                else if (!end.Survivors.AreNone)
                    LimitWaiting();
                await Task.WhenAll(output, error).ConfigureAwait(false);
            }

            var isHeldOpen = _isHeldOpen || _output is { IsHeldOpen: true } || _error is { IsHeldOpen: true };
            var result = new CommandResult(_request)
            {
                ProcessId = _child.Id,
                ExitCode = end.Status.Code,
                Signal = end.Status.Signal,
                Failure = Failure ?? (end.Status.Signal is not null ? CommandFailure.Killed : isHeldOpen ? CommandFailure.StreamFailed : null),
                Output = await output.ConfigureAwait(false),
                Error = await error.ConfigureAwait(false),
                StartedAt = _startedAt,
                Duration = _time.GetElapsedTime(_start),
                UserTime = end.UserTime,
                SystemTime = end.SystemTime,
                PeakMemoryBytes = end.PeakBytes,
            };
            if (result.Failure is null)
                return result;
            if (result.Failure == CommandFailure.Cancelled)
                throw new OperationCanceledException($"{_request} was cancelled and ended.", _cancellation);
            throw CommandEnding.Of(result, end, timeout, _streamFailure, isHeldOpen);
        }
        finally
        {
            _readersEnd?.Dispose();
            _capturesEnd?.Dispose();
            _waitingEnd?.Dispose();
            // By now it is gone, unless what watches it failed.
            await _child.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void End(CommandFailure failure)
    {
        if (Interlocked.CompareExchange(ref _failure, (int)failure, 0) != 0)
            return;
        // Where it had ended before, what is waited for is a reader.
        if (_child.EndAsync(_request.GracePeriod).IsCompleted)
            LimitReaders();
    }

    /// <summary>
    /// Of a command that was ended a little is left to read, and who reads it has as long as the command had. What is captured is only
    /// copied; the end of it never comes where somebody holds the pipe open whom nobody could find.
    /// </summary>
    private void LimitReaders()
    {
        Limit(_readers, _request.GracePeriod, ref _readersEnd);
        Limit(_captures, s_patienceWithCopying, ref _capturesEnd);
    }

    /// <summary>
    /// Of a command that ended by itself everything is read that was written, by however slow a reader; but the end of it may never come, as somebody
    /// may hold the pipe open who could not be ended, or found.
    /// </summary>
    private void LimitWaiting() => Limit(_waiting, _request.GracePeriod, ref _waitingEnd);

    private void Limit(CancellationTokenSource readers, TimeSpan patience, ref ITimer? end)
    {
        var timer = _time.CreateTimer(static readers => ((CancellationTokenSource)readers!).Cancel(), readers, patience, Timeout.InfiniteTimeSpan);
        if (Interlocked.CompareExchange(ref end, timer, null) is not null)
            timer.Dispose();
    }

    private void EndByStream(Exception exception)
    {
        // Who reads or writes may look at the same token, and hear of it first.
        if (exception is OperationCanceledException && _cancellation.IsCancellationRequested)
        {
            End(CommandFailure.Cancelled);
            return;
        }
        Interlocked.CompareExchange(ref _streamFailure, exception, null);
        End(CommandFailure.StreamFailed);
    }

    /// <summary>Takes one output to its end, whatever becomes of who reads it: an unread pipe would stop the command.</summary>
    private async Task<CapturedOutput> TakeAsync(CommandOutput output, Stream? pipe)
    {
        if (pipe is null)
            return CapturedOutput.Empty;

        var captured = CapturedOutput.Empty;
        var limit = output.Kind == CommandOutputKind.Captured ? _captures.Token : _readers.Token;
        try
        {
            captured = await output.ReadFromAsync(pipe, limit).ConfigureAwait(false);
            NoteEndOf(output, limit);
            if (!captured.IsTruncated || output.LimitAction != OutputLimitAction.End)
                return captured;
            End(CommandFailure.OutputLimit);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return captured;
        }
        catch (Exception exception)
        {
            EndByStream(exception);
        }

        try
        {
            await new LimitedStream(pipe, 0).DrainAsync(limit).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // It was ended and there is nobody left who would write: what was captured is all there will be.
            NoteEndOf(output, limit);
            return captured;
        }
        return captured;
    }

    private void NoteEndOf(CommandOutput output, CancellationToken limit)
    {
        if (output.Kind == CommandOutputKind.Captured && limit.IsCancellationRequested)
            _isHeldOpen = true;
    }

    private async Task GiveAsync()
    {
        if (_child.Input is not { } stream)
            return;

        var pipe = new InputPipe(stream);
        try
        {
            await _request.Input.WriteToAsync(pipe, _writer.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The command read no further, or has ended: its own business.
            if (!pipe.IsClosedByReader && !_writer.IsCancellationRequested)
                EndByStream(exception);
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            await pipe.DisposeAsync().ConfigureAwait(false);
        }
    }
}
