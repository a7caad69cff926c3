using System.Globalization;
using ResourceHygiene.Workers.Processes;

namespace ResourceHygiene.Workers;

/// <summary>
/// One worker process and the conversation with it. Its answers are read by whoever waits for one, on its own thread and without a detour
/// (a synchronous call), or else by a thread of the process, which sleeps while none is expected.
/// </summary>
internal sealed partial class WorkerProcess : IWorkerLink
{
    /// <summary>Of a command that threw: the exception's type, its message, and all of it.</summary>
    private const int FaultTexts = 3;

    private readonly object _gate = new();
    private readonly ReadTurns _toRead = new();
    private readonly TaskCompletionSource<WorkerException> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkerService _service;
    private readonly WorkerOptions _options;
    private readonly ChildProcess _child;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    private readonly ErrorOutput _errors;
    private readonly Task _errorsRead;
    private readonly Heartbeat _heartbeat;
    private Exchange? _exchange;
    private long _correlation;
    private int _expected;
    private bool _isReading;
    private int _isEnding;
    private WorkerException? _reason;

    private WorkerProcess(WorkerService service, WorkerOptions options, [TakesOwnership] ChildProcess child, Action<int, string>? errorLine)
    {
        _service = service;
        _options = options;
        _child = child;
        _reader = new FrameReader(child.Output!, options.FrameLimit);
        _writer = new FrameWriter(child.Input!);
        _errors = new ErrorOutput(child.Error!, errorLine is null ? null : line => errorLine(child.Id, line));
        try
        {
            _errorsRead = _errors.PumpAsync();
            _heartbeat = new Heartbeat(this, options.Heartbeat, options.TimeProvider);
            new Thread(ReadInBackground) { IsBackground = true, Name = $"ResourceHygiene worker {child.Id}" }.Start();
            _ = child.Exited.ContinueWith(_ => EndAsync(null), TaskScheduler.Default);
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    public int? ProcessId => _child.Id;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"process {_child.Id}");

    public Task<WorkerException> Lost => _lost.Task;

    /// <summary>What the process said last that it occupies, in bytes.</summary>
    public long MemoryBytes { get; private set; }

    /// <summary>What the tracker knows it as while it stands by; kept here, as the tracker holds it weakly.</summary>
    public StandbyResource? Standby { get; set; }

    /// <summary>Its unit; empty for a standby.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>Starts a process and waits until it is ready.</summary>
    /// <exception cref="WorkerException">It could not be started, was not ready in time, or is of another version.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the process is ended.</exception>
    public static async Task<WorkerProcess> StartAsync(
        WorkerService service, WorkerOptions options, bool rehearse, Action<int, string>? errorLine, CancellationToken cancellationToken)
    {
        var worker = StartProcess(service, options, errorLine);
        using var patience = new CancellationTokenSource(options.StartTimeout, options.TimeProvider);
        using var late = patience.Token.UnsafeRegister(
            static worker => ((WorkerProcess)worker!).Abandon(WorkerFailure.CannotStart, "was not ready in time"), worker);
        using var unwanted = cancellationToken.UnsafeRegister(
            static worker => ((WorkerProcess)worker!).Abandon(WorkerFailure.Closed, "was no longer wanted"), worker);
        try
        {
            await worker.GreetAsync().ConfigureAwait(false);
            if (rehearse)
                await worker.RehearseAsync().ConfigureAwait(false);
            worker._heartbeat.Begin();
            return worker;
        }
        catch (Exception exception)
        {
            throw await worker.GiveUpAsync(exception, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The unit begins; what follows is for it.</summary>
    public void Begin(string unit)
    {
        Unit = unit;
        Send(new FrameHeader(FrameKind.Begin, 0), FrameText.Write(unit, Segments.Directory));
    }

    public ValueTask<WorkerReply> SendAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        var exchange = Open(FrameKind.Reply, request, out var mayRead);
        Write(exchange, request);
        if (mayRead)
            _toRead.Give();
        return FinishAsync(exchange, cancellationToken);
    }

    public WorkerReply Send(WorkerRequest request)
    {
        var exchange = Open(FrameKind.Reply, request, out var mayRead);
        Write(exchange, request);
        if (mayRead)
            ReadFrames(exchange);
        try
        {
            return ReplyOf(exchange.Wait(), exchange);
        }
        finally
        {
            Close(exchange);
        }
    }

    public void Abandon(WorkerFailure failure, string what) => _ = EndAsync(Describe(failure, what));

    /// <summary>Lets the worker go: gently, then by force. Done when nothing is left of it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Volatile.Read(ref _isEnding) == 0)
        {
            Interlocked.CompareExchange(ref _reason, Describe(WorkerFailure.Closed, "was let go"), null);
            try
            {
                _writer.TryClose(new FrameHeader(FrameKind.End, 0, Value: (long)_options.EndGrace.TotalMilliseconds));
            }
            catch (IOException)
            {
                // Gone already, which is what was wanted.
            }
            if (!await _child.Exited.WaitAsync(_options.EndGrace, _options.TimeProvider).IsInTime().ConfigureAwait(false))
                _ = EndAsync(null);
        }
        await _lost.Task.ConfigureAwait(false);
    }

    private static WorkerProcess StartProcess(WorkerService service, WorkerOptions options, Action<int, string>? errorLine)
    {
        try
        {
            return new WorkerProcess(service, options, WorkerProgram.Start(service, options), errorLine);
        }
        catch (ChildStartException failed)
        {
            throw new WorkerException(WorkerFailure.CannotStart, $"No worker of {service.Name} could be started: {failed.Message}", failed)
            {
                Service = service.Name,
            };
        }
    }

    /// <summary>Ends it, and says what its start failed with.</summary>
    private async Task<Exception> GiveUpAsync(Exception exception, CancellationToken cancellationToken)
    {
        Abandon(WorkerFailure.CannotStart, "did not get ready");
        await _lost.Task.ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested)
            return new OperationCanceledException(cancellationToken);
        return exception is WorkerException { Failure: WorkerFailure.CannotStart or WorkerFailure.VersionMismatch }
            ? exception
            : Describe(WorkerFailure.CannotStart, $"did not get ready: {exception.Message}", exception);
    }

    private async Task GreetAsync()
    {
        using var hello = await AskAsync(FrameKind.Hello, 0, null).ConfigureAwait(false);
        if (hello.Kind == FrameKind.Refusal)
            throw Describe(WorkerFailure.VersionMismatch, $"refused: {FrameText.Read(hello, 1)[0]}");

        var (name, contract) = FrameText.Read(hello, 2) is [var first, var second] ? (first, second) : default;
        if (name != _service.Name || contract != _service.Contract)
        {
            throw Describe(
                WorkerFailure.VersionMismatch,
                $"has other commands than this program ({name} {contract}, here {_service.Name} {_service.Contract}); build and deploy both together");
        }
    }

    /// <summary>Warms both sides up: the service as it says itself, and the way that a call and its payloads take.</summary>
    private async Task RehearseAsync()
    {
        using (var ready = await AskAsync(FrameKind.Ready, ++_correlation, FrameKind.Rehearse).ConfigureAwait(false))
        {
            if (ready.Kind == FrameKind.Fault)
                throw FaultOf(ready, command: null, WorkerFailure.CannotStart, "failed in its rehearsal");
            MemoryBytes = ready.Header.Value;
        }
        using var request = new WorkerRequest(new WorkerCommandInfo(WorkerCommandInfo.Echo, "echo"), Segments);
        try
        {
            request.AddPayload<byte>([1]);
            (await SendAsync(request, CancellationToken.None).ConfigureAwait(false)).Dispose();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or WorkerException { Failure: WorkerFailure.CommandThrew })
        {
            // There is no shared memory now, on either side. A call that needs some will say so; others need none.
        }
    }

    private async Task<Frame> AskAsync(FrameKind expected, long correlation, FrameKind? question)
    {
        var exchange = Open(expected, null, out var mayRead, correlation);
        try
        {
            if (question is { } kind)
                Send(new FrameHeader(kind, correlation), FrameText.Write(Segments.Directory));
            exchange.NoteWritten(end: 0);
            if (mayRead)
                _toRead.Give();
            return await exchange.Answer.ConfigureAwait(false);
        }
        finally
        {
            Close(exchange);
        }
    }

    private async ValueTask<WorkerReply> FinishAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        // The answer is awaited all the same: until it is there, the worker is busy with it.
        using var cancelled = cancellationToken.UnsafeRegister(
            static (state, _) => ((WorkerProcess)state!).SendCancel(), this);
        try
        {
            return ReplyOf(await exchange.Answer.ConfigureAwait(false), exchange);
        }
        finally
        {
            Close(exchange);
        }
    }

    private void SendCancel()
    {
        if (Volatile.Read(ref _exchange) is { } exchange)
            Send(new FrameHeader(FrameKind.Cancel, exchange.Correlation), default);
    }

    /// <summary>Begins to expect an answer. Where nobody reads, the caller has to see to it (<paramref name="mayRead"/>).</summary>
    private Exchange Open(FrameKind expected, WorkerRequest? request, out bool mayRead, long? correlation = null)
    {
        lock (_gate)
        {
            if (_exchange is not null)
                throw new InvalidOperationException("A worker takes one call at a time.");
            if (_lost.Task.IsCompleted)
                throw _lost.Task.Result.AsUnsent();

            request?.Hold();
            _exchange = new Exchange(correlation ?? ++_correlation, expected, request);
            mayRead = Expect();
            return _exchange;
        }
    }

    private bool Expect()
    {
        _expected++;
        return !_isReading && (_isReading = true);
    }

    private void Close(Exchange exchange)
    {
        lock (_gate)
            _exchange = null;
        exchange.Close();
    }

    private void Write(Exchange exchange, WorkerRequest request)
    {
        NoteTold(request.Segments, request.Payloads);
        if (_toForget.Count > 0)
            TellToForget();
        try
        {
            exchange.NoteWritten(_writer.Write(
                new FrameHeader(FrameKind.Request, exchange.Correlation, Command: request.Command.Id, Value: _options.RecycleAfterGrowth > 0 ? FrameHeader.MeasureNow : 0),
                request.WrittenArguments,
                request.Payloads));
        }
        catch (IOException)
        {
            // The worker is gone, or about to be; that is said together with its exit status.
            exchange.NoteWritten(Exchange.Unwritten);
        }
    }

    private void Send(FrameHeader header, ReadOnlySpan<byte> body, ReadOnlySpan<SegmentDescriptor> payloads = default)
    {
        try
        {
            _writer.Write(header, body, payloads);
        }
        catch (IOException)
        {
            // As above.
        }
    }

    private WorkerReply ReplyOf([TakesOwnership] Frame frame, Exchange exchange)
    {
        if (frame.Kind == FrameKind.Reply)
            return new WorkerReply(frame, exchange.Hand());

        using (frame)
            throw FaultOf(frame, exchange.Request?.Command.Name, WorkerFailure.CommandThrew, "threw");
    }

    private WorkerException FaultOf(Frame frame, string? command, WorkerFailure failure, string what)
    {
        var texts = FrameText.Read(frame, FaultTexts);
        var title = command is null ? Title : $"Command {command} of {Title}";
        return new WorkerException(failure, $"{title} {what}: {texts[0]}: {texts[1]}")
        {
            Service = _service.Name,
            Command = command,
            Unit = Unit,
            ProcessId = ProcessId,
            RemoteType = texts[0],
            RemoteStackTrace = texts[2],
            ErrorOutput = _errors.ToString(),
        };
    }

    private string Title => string.Create(CultureInfo.InvariantCulture, $"worker {_child.Id} of {_service.Name}{(Unit is "" ? "" : $", unit '{Unit}',")}");

    private WorkerException Describe(WorkerFailure failure, string what, Exception? inner = null) =>
        new(failure, $"{char.ToUpperInvariant(Title[0])}{Title.AsSpan(1)} {what}.", inner)
        {
            Service = _service.Name,
            Unit = Unit,
            ProcessId = ProcessId,
            ErrorOutput = _errors.ToString(),
        };
}
