using System.Diagnostics;
using System.Globalization;

namespace ResourceHygiene.Workers;

/// <summary>
/// Runs what the parent asks for and answers. One at a time; only <see cref="Cancel"/> and <see cref="Stop"/> come from the other thread
/// meanwhile, and run no user code there.
/// </summary>
internal sealed class CommandRunner : IDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly WorkerService _service;
    private readonly FrameWriter _writer;
    private readonly ParentRoom _room;
    private readonly WorkerCall _call;
    private CancellationTokenSource _cancellation = new();
    private IWorkerDispatcher? _dispatcher;
    private Exception? _failedBegin;
    private long _current;
    private long _cancelled = -1;

    public CommandRunner(WorkerService service, FrameWriter writer, ReceiveTurn turn)
    {
        _service = service;
        _writer = writer;
        _room = new ParentRoom(writer, turn);
        _call = new WorkerCall(ContextOf("", isRehearsal: false), _room);
    }

    /// <summary>Where payloads lie.</summary>
    public ParentRoom Room => _room;

    /// <summary>The unit begins. If its constructor throws, each call says so.</summary>
    public void Begin(string unit)
    {
        try
        {
            _call.Context = ContextOf(unit, isRehearsal: false);
            _dispatcher = _service.Create(_call.Context);
        }
        catch (Exception exception)
        {
            _failedBegin = exception;
        }
    }

    /// <summary>Lets the service rehearse what it likes.</summary>
    public void Rehearse(Frame frame)
    {
        if (TryRehearse() is { } failure)
            WriteFault(frame, failure);
        else
            _writer.Write(new FrameHeader(FrameKind.Ready, frame.Header.Correlation, Value: ProcessMemory.Now()));
    }

    public void Run(Frame frame)
    {
        BeginCall(frame);
        try
        {
            var dispatcher = frame.Header.Command == WorkerCommandInfo.Echo ? EchoDispatcher.Instance : _dispatcher ?? throw NoDispatcher();
            Await(dispatcher.DispatchAsync(_call));
        }
        catch (Exception exception)
        {
            EndCall();
            WriteFault(frame, exception);
            _call.Clear();
            return;
        }

        EndCall();
        Answer(frame, _call.WrittenResult, _call.ResultPayloads);
        _call.Clear();
    }

    /// <summary>Tells the command, if it is this one that runs.</summary>
    public void Cancel(long correlation)
    {
        lock (_gate)
        {
            // A call that waits for its thread is not the current one yet.
            _cancelled = correlation;
            if (_current == correlation)
                CancelApart(_cancellation);
        }
    }

    /// <summary>The unit is to end: tells the command, too.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            CancelApart(_stopping);
            if (_current != 0)
                CancelApart(_cancellation);
        }
    }

    /// <summary>Ends the unit in good order.</summary>
    /// <returns>The exit code.</returns>
    public int End()
    {
        try
        {
            Dispose(_dispatcher);
            return 0;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"Ending the unit failed: {exception}");
            return 1;
        }
    }

    private Exception? TryRehearse()
    {
        try
        {
            var rehearsal = _service.Create(ContextOf("", isRehearsal: true));
            Await(rehearsal.RehearseAsync(_stopping.Token));
            Dispose(rehearsal);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    public void Dispose()
    {
        _room.Dispose();
        _stopping.Dispose();
        _cancellation.Dispose();
    }

    private void BeginCall(Frame frame)
    {
        lock (_gate)
        {
            if (!_cancellation.TryReset())
                _cancellation = new CancellationTokenSource();
            _current = frame.Header.Correlation;
            if (_stopping.IsCancellationRequested || _cancelled == _current)
                CancelApart(_cancellation);
        }
        _room.Serve(frame.Header.Correlation);
        _call.CommandId = frame.Header.Command;
        _call.Context.Call = _call;
        _call.SetPayloads(frame.Payloads);
        _call.Arguments = frame.Body;
        _call.CancellationToken = _cancellation.Token;
    }

    private void EndCall()
    {
        _call.Context.Call = null;
        _room.Serve(0);
        lock (_gate)
            _current = 0;
    }

    private void Answer(Frame frame, ReadOnlySpan<byte> result, ReadOnlySpan<SegmentDescriptor> payloads = default) => _writer.Write(
        new FrameHeader(FrameKind.Reply, frame.Header.Correlation, Command: frame.Header.Command, Value: MemoryFor(frame)),
        result,
        payloads);

    private void WriteFault(Frame frame, Exception exception) => _writer.Write(
        new FrameHeader(FrameKind.Fault, frame.Header.Correlation, Command: frame.Header.Command, Value: MemoryFor(frame)),
        FrameText.Write(exception.GetType().FullName, exception.Message, exception.ToString()));

    private static long MemoryFor(Frame question) =>
        question.Header.Value == FrameHeader.MeasureNow ? ProcessMemory.Now() : ProcessMemory.Recent();

    private InvalidOperationException NoDispatcher() => _failedBegin is { } failed
        ? new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"{_service.Name} could not be made for unit '{_call.Context.Unit}': {failed.Message}"), failed)
        : new InvalidOperationException("A call came before its unit began.");

    private WorkerContext ContextOf(string unit, bool isRehearsal) => new(unit, isIsolated: true, isRehearsal, _stopping.Token);

    /// <summary>On the pool: whoever asks receives frames, and a callback may hang.</summary>
    private static void CancelApart(CancellationTokenSource source) => source.CancelAsync().ContinueWith(
        static cancelled => Trace.TraceError($"ResourceHygiene: a callback of a cancelled call failed: {cancelled.Exception}"),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private static void Dispose(IWorkerDispatcher? dispatcher)
    {
        if (dispatcher is IAsyncDisposable asynchronous)
            Await(asynchronous.DisposeAsync());
        else
            (dispatcher as IDisposable)?.Dispose();
    }

    /// <summary>This thread has nothing else to do, and does not belong to the pool.</summary>
    private static void Await(ValueTask task)
    {
        if (task.IsCompleted)
            task.GetAwaiter().GetResult();
        else
            task.AsTask().GetAwaiter().GetResult();
    }
}
