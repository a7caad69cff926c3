using System.Globalization;
using ResourceHygiene.Workers.Processes;

namespace ResourceHygiene.Workers;

// Who reads, and how the process ends.
internal sealed partial class WorkerProcess
{
    /// <summary>How long a process whose output has ended may take to exit, before it counts as one that closed its output.</summary>
    private static readonly TimeSpan s_exitPatience = TimeSpan.FromMilliseconds(250);

    /// <summary>How long what a dead worker printed last may take to be read; somebody may have inherited the pipe.</summary>
    private static readonly TimeSpan s_printPatience = TimeSpan.FromSeconds(2);

    private void ReadInBackground()
    {
        while (true)
        {
            _toRead.Take();
            if (_lost.Task.IsCompleted)
                return;
            ReadFrames(until: null);
        }
    }

    /// <summary>
    /// Reads until nothing is expected, or until <paramref name="until"/> is answered; then what else is expected is left to the background.
    /// </summary>
    private void ReadFrames(Exchange? until)
    {
        while (true)
        {
            var isExpected = false;
            try
            {
                if (_reader.Read() is not { } frame)
                {
                    _ = EndAfterOutputAsync();
                    return;
                }
                isExpected = Take(frame);
            }
            catch (FrameException broken)
            {
                var isGreeting = Volatile.Read(ref _exchange) is { Request: null };
                _ = EndAsync(broken.IsOtherVersion && isGreeting
                    ? Describe(WorkerFailure.VersionMismatch, $"sent {broken.Message}")
                    : Describe(WorkerFailure.ProtocolViolated, $"sent {broken.Message}"));
                return;
            }
            catch (Exception broken) when (broken is IOException or ObjectDisposedException)
            {
                _ = EndAfterOutputAsync();
                return;
            }

            _heartbeat.Hear();
            lock (_gate)
            {
                if (isExpected && --_expected == 0)
                {
                    _isReading = false;
                    return;
                }
            }
            if (until is { IsDone: true })
            {
                _toRead.Give();
                return;
            }
        }
    }

    /// <returns>Whether it is one of those that were expected.</returns>
    /// <exception cref="FrameException">It answers nothing that was asked.</exception>
    private bool Take([TakesOwnership] Frame frame)
    {
        if (frame.Kind == FrameKind.Pong)
        {
            MemoryBytes = frame.Header.Value;
            var isAwaited = _heartbeat.Answer(frame.Header.Correlation);
            frame.Dispose();
            return isAwaited ? true : throw new FrameException("a sign of life that nobody asked for");
        }

        var exchange = Volatile.Read(ref _exchange);
        if (exchange is { IsDone: false, Request: not null } && frame.Kind == FrameKind.Rent && frame.Header.Correlation == exchange.Correlation)
        {
            using (frame)
                AnswerRent(exchange, frame.Header);
            return false;
        }

        if (exchange is { IsDone: false } && exchange.IsAnsweredBy(frame))
        {
            if (frame.Kind is FrameKind.Reply or FrameKind.Fault)
                MemoryBytes = frame.Header.Value;
            if (frame.Kind == FrameKind.Reply && frame.Payloads.Length > 0)
                (exchange.Results() ?? throw new FrameException("an answer to a call that is over")).Take(frame.Payloads);
            // Looked at again by whoever waits, who could no longer say that it is nonsense.
            else if (frame.Kind == FrameKind.Fault)
                FrameText.Read(frame, FaultTexts);
            exchange.Settle(frame);
            return true;
        }

        var description = string.Create(CultureInfo.InvariantCulture, $"a {frame.Kind} frame that answers nothing (correlation {frame.Header.Correlation})");
        frame.Dispose();
        throw new FrameException(description);
    }

    private void AnswerRent(Exchange exchange, in FrameHeader question)
    {
        var header = new FrameHeader(FrameKind.Rented, question.Correlation);
        try
        {
            var results = exchange.Results() ?? throw new InvalidOperationException("The call is over.");
            var room = results.Give(question.Value);
            NoteTold(results.Segments, [room]);
            Send(header, default, [room]);
        }
        catch (Exception refused) when (refused is IOException or InvalidOperationException)
        {
            Send(header, FrameText.Write(refused.Message));
        }
    }

    /// <summary>Asks for a sign of life; for <see cref="Heartbeat"/>.</summary>
    /// <returns>Whether it was asked; not where somebody else is writing at this moment.</returns>
    private bool TryPing(long correlation)
    {
        var mayRead = false;
        try
        {
            return _writer.TryWrite(new FrameHeader(FrameKind.Ping, correlation), () =>
            {
                lock (_gate)
                    mayRead = Expect();
            });
        }
        catch (IOException)
        {
            // Gone; whoever reads will see it.
            return true;
        }
        finally
        {
            if (mayRead)
                _toRead.Give();
        }
    }

    private async Task EndAfterOutputAsync()
    {
        var hasExited = await _child.Exited.WaitAsync(s_exitPatience, _options.TimeProvider).IsInTime().ConfigureAwait(false);
        await EndAsync(hasExited ? null : Describe(WorkerFailure.ProtocolViolated, "closed its output and stayed alive")).ConfigureAwait(false);
    }

    /// <summary>Ends the process with all that it started, whatever state it is in, and says why to all who wait, once nothing is left.</summary>
    /// <param name="reason">Why; <see langword="null"/> where the process has ended by itself.</param>
    private async Task EndAsync(WorkerException? reason)
    {
        if (reason is not null)
            Interlocked.CompareExchange(ref _reason, reason, null);
        if (Interlocked.Exchange(ref _isEnding, 1) != 0)
            return;

        WorkerException why;
        var read = Exchange.Unwritten - 1;
        try
        {
            _heartbeat.Dispose();
            ForgetSegments();
            var end = await _child.EndAsync(TimeSpan.Zero).ConfigureAwait(false);
            // What is in the pipe still, nobody has read. Not where somebody is left who may.
            if (end.Survivors.AreNone)
                read = _writer.Written - _child.UnreadInput;
            // What it printed last is in the pipe.
            await _errorsRead.WaitAsync(s_printPatience, _options.TimeProvider).IsInTime().ConfigureAwait(false);
            await _child.DisposeAsync().ConfigureAwait(false);
            why = _reason ?? Describe(WorkerFailure.Crashed, end.Status.Signal is null ? $"ended by itself: {end.Status}" : end.Killing);
        }
        catch (Exception unexpected)
        {
            // Whatever it was: those who wait for the end learn that there is one.
            why = _reason ?? Describe(WorkerFailure.Crashed, $"ended, and not all of it could be cleared away: {unexpected.Message}", unexpected);
        }

        _lost.SetResult(why);
        Exchange? exchange;
        lock (_gate)
            exchange = _exchange;
        exchange?.Lose(why, read);
        _toRead.Give();
    }
}
