using System.Diagnostics;

namespace ResourceHygiene.Workers;

/// <summary>Runs the commands of a unit in this process, where workers are off or cannot be started: the same calls, the same one at a time.</summary>
internal sealed class InProcessWorker : IWorkerLink
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<WorkerException> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<WorkerException> _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkerService _service;
    private readonly WorkerOptions _options;
    private readonly WorkerContext _context;
    private IWorkerDispatcher? _dispatcher;
    private Task _running = Task.CompletedTask;
    private Task? _ending;

    public InProcessWorker(WorkerService service, WorkerOptions options, string unit)
    {
        _service = service;
        _options = options;
        _context = new WorkerContext(unit, isIsolated: false, isRehearsal: false, _stopping.Token);
    }

    public string Name => "this process";

    public int? ProcessId => null;

    public long MemoryBytes => 0;

    public Task<WorkerException> Lost => _lost.Task;

    public async ValueTask<WorkerReply> SendAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        var running = Begin(request, cancellationToken);
        // One that is abandoned goes on by itself, as nothing can end it here.
        if (await Task.WhenAny(running, _abandoned.Task).ConfigureAwait(false) == _abandoned.Task && !running.IsCompleted)
        {
            _ = DropAsync(running);
            throw _abandoned.Task.Result;
        }
        return await running.ConfigureAwait(false);
    }

    public void Abandon(WorkerFailure failure, string what)
    {
        var reason = new WorkerException(failure, $"The call of {_service.Name} in this process {what}. It cannot be ended there.")
        {
            Service = _service.Name,
            Unit = _context.Unit,
        };
        _abandoned.TrySetResult(reason);
        _lost.TrySetResult(reason);
        _ = DisposeAsync().AsTask();
    }

    /// <summary>Ends the unit, once, off the caller's path: what it disposes is somebody else's code.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
            return new(_ending ??= Task.Run(EndAsync));
    }

    private Task<WorkerReply> Begin(WorkerRequest request, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_ending is not null || _abandoned.Task.IsCompleted)
                throw new WorkerException(WorkerFailure.Closed, $"{_service.Name} in this process was let go.") { IsUnsent = true };

            request.Hold();
            var running = Task.Run(() => DispatchAsync(request, cancellationToken), CancellationToken.None);
            _running = running;
            return running;
        }
    }

    /// <summary>What comes of a command after nobody waits for it any more.</summary>
    private static async Task DropAsync(Task<WorkerReply> running)
    {
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.IsCompletedSuccessfully)
            running.Result.Dispose();
    }

    private async Task EndAsync()
    {
        try
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException exception)
        {
            Trace.TraceError($"ResourceHygiene: a callback of a unit of {_service.Name} that was to end failed: {exception}");
        }
        if (!await EndsInTimeAsync().ConfigureAwait(false))
            Abandon(WorkerFailure.Closed, "goes on although it was let go");
        else if (!_abandoned.Task.IsCompleted)
            await EndUnitAsync().ConfigureAwait(false);
        _lost.TrySetResult(new WorkerException(WorkerFailure.Closed, $"{_service.Name} in this process was let go."));
        // A command that goes on may still look at it.
        if (_running.IsCompleted)
            _stopping.Dispose();
    }

    private Task<bool> EndsInTimeAsync() => _running
        .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
        .WaitAsync(_options.EndGrace, _options.TimeProvider)
        .IsInTime();

    private async ValueTask EndUnitAsync()
    {
        try
        {
            if (_dispatcher is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            else
                (_dispatcher as IDisposable)?.Dispose();
        }
        catch (Exception exception)
        {
            // As of a unit in a process of its own: it is over all the same.
            Trace.TraceError($"ResourceHygiene: ending a unit of {_service.Name} failed: {exception}");
        }
    }

    private async Task<WorkerReply> DispatchAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _context.Stopping);
            _dispatcher ??= _service.Create(_context);
            using var room = new OwnRoom(request);
            var call = new WorkerCall(_context, room)
            {
                CommandId = request.Command.Id,
                Arguments = request.WrittenMemory,
                CancellationToken = linked.Token,
            };
            call.SetPayloads(request.Payloads.ToArray());
            _context.Call = call;
            try
            {
                await _dispatcher.DispatchAsync(call).ConfigureAwait(false);
                room.Results.Take(call.ResultPayloads);
                return new WorkerReply(call.WrittenResult.ToArray(), room.Results.Hand());
            }
            finally
            {
                _context.Call = null;
                call.Clear();
            }
        }
        catch (Exception exception)
        {
            throw new WorkerException(
                WorkerFailure.CommandThrew,
                $"Command {request.Command} of {_service.Name} in this process threw: {exception.GetType().FullName}: {exception.Message}",
                exception)
            {
                Service = _service.Name,
                Command = request.Command.Name,
                Unit = _context.Unit,
                RemoteType = exception.GetType().FullName,
                RemoteStackTrace = exception.ToString(),
            };
        }
        finally
        {
            request.LetGo();
        }
    }

    /// <summary>The segments of this process, as they are: what a worker would open is here already.</summary>
    private sealed class OwnRoom(WorkerRequest request) : IPayloadRoom, IDisposable
    {
        public CallResults Results { get; } = new(request.Segments);

        public SegmentLease Open(in SegmentDescriptor descriptor) => request.Open(descriptor);

        public SegmentLease Rent(long bytes)
        {
            try
            {
                return Results.Open(Results.Give(bytes));
            }
            catch (Exception refused) when (refused is FrameException or IOException)
            {
                throw new InvalidOperationException($"There is no room for a result of {ResourceText.Size(bytes)}: {refused.Message}", refused);
            }
        }

        public void Dispose() => Results.Dispose();
    }
}
