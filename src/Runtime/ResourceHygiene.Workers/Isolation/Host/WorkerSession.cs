namespace ResourceHygiene.Workers;

/// <summary>
/// The conversation with the parent. Two threads take turns: the one that has received a call runs it, on the same thread and without a
/// detour, and the other receives what comes meanwhile, unless the call is over at once. So the end of the parent is seen while a command hangs.
/// </summary>
internal sealed class WorkerSession : IDisposable
{
    private readonly object _gate = new();
    private readonly ReceiveTurn _turn = new();
    private readonly Queue<Frame> _waiting = new();
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    private readonly WorkerService _service;
    private readonly CommandRunner _runner;
    private readonly ManualResetEventSlim _over = new();
    private readonly ManualResetEventSlim _consoleTaken = new();
    private bool _isBusy;
    private TimeSpan? _grace;
    private int _exitCode;

    public WorkerSession(WorkerService service, FrameReader reader, FrameWriter writer)
    {
        _service = service;
        _reader = reader;
        _writer = writer;
        _runner = new CommandRunner(service, writer, _turn);
    }

    /// <summary>Returns when the parent has let go.</summary>
    public int Run()
    {
        _writer.Write(
            new FrameHeader(FrameKind.Hello, 0, Value: Environment.ProcessId),
            FrameText.Write(_service.Name, _service.Contract));
        var other = new Thread(TakeConsoleAndTurns) { IsBackground = true, Name = "ResourceHygiene worker" };
        other.Start();
        TakeTurns();
        // The parent ends the stream after it let go, so the other one is done, too; one that does not gets no second chance.
        if (!other.Join(_grace ?? TimeSpan.Zero))
            WorkerEnd.Now(_exitCode);
        return _exitCode;
    }

    public void Dispose()
    {
        _runner.Dispose();
        _over.Dispose();
        _consoleTaken.Dispose();
    }

    /// <summary>Beside the first frames, which do not wait for that.</summary>
    private void TakeConsoleAndTurns()
    {
        try
        {
            StandardStreams.TakeConsole();
        }
        finally
        {
            _consoleTaken.Set();
        }
        TakeTurns();
    }

    private void TakeTurns()
    {
        while (_turn.Take())
        {
            bool isMine;
            do
            {
                if (ReceiveWork() is not { } work)
                {
                    _turn.End();
                    return;
                }

                var run = _turn.BeginRun();
                DoAll(work);
                if (_over.IsSet)
                    _turn.End();
                isMine = _turn.TryGoOn(run);
            }
            while (isMine && !_over.IsSet);
        }
    }

    /// <summary>What was received, and what the other thread received meanwhile.</summary>
    private void DoAll(Frame? work)
    {
        while (work is not null)
        {
            Do(work);
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out work))
                    _isBusy = false;
            }
        }
    }

    /// <summary>Answers what can be answered at once, until there is something to run and nobody who runs; <see langword="null"/> when all is over.</summary>
    private Frame? ReceiveWork()
    {
        while (Receive() is { } frame)
        {
            switch (frame.Kind)
            {
                case FrameKind.Ping:
                    Answer(frame);
                    break;
                case FrameKind.Cancel:
                    _runner.Cancel(frame.Header.Correlation);
                    break;
                case FrameKind.Rented:
                    _runner.Room.OnRented(frame);
                    break;
                case FrameKind.Forget:
                    _runner.Room.Forget(frame.Header.Value);
                    break;
                case FrameKind.Begin or FrameKind.Rehearse or FrameKind.Request or FrameKind.End:
                    if (frame.Kind == FrameKind.End)
                    {
                        _grace = TimeSpan.FromMilliseconds(Math.Clamp(frame.Header.Value, 0, int.MaxValue));
                        _runner.Stop();
                    }
                    if (TryBeBusy(frame))
                        return frame;
                    break;
                default:
                    Leave($"The parent sent a {frame.Kind} frame, which only workers send.");
                    break;
            }
        }
        return null;
    }

    private void Answer(Frame ping)
    {
        try
        {
            _writer.Write(new FrameHeader(FrameKind.Pong, ping.Header.Correlation, Value: ProcessMemory.Now()));
        }
        catch (IOException)
        {
            // Nobody is there to read it, which the next frame, that does not come, says, too.
            _runner.Stop();
        }
    }

    private bool TryBeBusy(Frame work)
    {
        lock (_gate)
        {
            if (!_isBusy)
                return _isBusy = true;
            _waiting.Enqueue(work);
            return false;
        }
    }

    /// <summary>The next frame; <see langword="null"/> after the parent has let go and the unit has ended. Does not return where the parent is gone.</summary>
    private Frame? Receive()
    {
        try
        {
            if (_reader.Read() is { } frame)
                return frame;
        }
        catch (IOException)
        {
            // As at the end of the stream: nobody is there.
        }
        catch (FrameException broken)
        {
            Leave($"The parent sent {broken.Message}.");
        }

        // After End that is how it should be. Then the unit has the time that the parent gives it, whether that lives or not.
        if (_grace is { } grace && _over.Wait(grace))
            return null;

        _runner.Stop();
        WorkerEnd.Now(0);
        return null;
    }

    private static void Leave(string why)
    {
        Console.Error.WriteLine(why);
        WorkerEnd.Now(1);
    }

    private void Do(Frame frame)
    {
        using (frame)
        {
            try
            {
                switch (frame.Kind)
                {
                    case FrameKind.Begin:
                        _consoleTaken.Wait();
                        var begin = FrameText.Read(frame, 2);
                        _runner.Room.Begin(begin[1]);
                        _runner.Begin(begin[0]);
                        break;
                    case FrameKind.Rehearse:
                        _consoleTaken.Wait();
                        _runner.Room.Begin(FrameText.Read(frame, 1)[0]);
                        _runner.Rehearse(frame);
                        break;
                    case FrameKind.Request:
                        _runner.Run(frame);
                        break;
                    case FrameKind.End:
                        _exitCode = _runner.End();
                        _over.Set();
                        break;
                }
            }
            catch (IOException)
            {
                // Nobody reads the answer; whoever receives sees the end of the parent.
                _runner.Stop();
            }
        }
    }
}
