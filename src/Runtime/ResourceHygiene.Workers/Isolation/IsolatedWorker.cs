using System.Diagnostics;

namespace ResourceHygiene.Workers;

/// <summary>
/// Runs commands of a service in a process of its own, one unit of work after another: <see cref="SwitchAsync"/> replaces the process, so
/// that every byte of its heap returns. A worker that crashes, hangs or talks nonsense costs the call that was under way, with a
/// <see cref="WorkerException"/> that says so, and is replaced; calls that wait are not lost.
/// </summary>
/// <remarks>
/// Every member may be called from any thread. Calls are run one at a time. Nothing is started before the first call or switch. Events are raised on
/// whatever thread noticed, outside every lock; what a subscriber throws goes to <see cref="Trace"/>. A subscriber may call any member, and wait for it.
/// </remarks>
public sealed partial class IsolatedWorker : IAsyncDisposable
{
    /// <summary>The resource type of worker processes.</summary>
    public const string ResourceType = "worker";

    /// <summary>Whose subscribers have called this, if any: by its lock, so that nobody is kept alive by the context of what they began.</summary>
    private static readonly AsyncLocal<object?> s_telling = new();

    private readonly object _gate = new();
    private readonly Mailbox<CallEntry> _waiting;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<Task> _endings = [];
    private readonly HashSet<Task> _tellings = [];
    private readonly RestartLimiter _limiter;
    private readonly WorkerProcesses? _processes;
    private readonly IWorkerPlacement? _placement;
    private readonly TimeProvider _time;
    private readonly ITimer _deadline;
    private CallEntry? _current;
    private PlacedWorker? _worker;
    private WorkerException? _lastFailure;
    private string _unit = "";
    private long _answered;
    private bool _isClosed;
    private bool _isInProcess;

    /// <summary>Makes a worker; starts nothing yet.</summary>
    /// <param name="service">The commands.</param>
    /// <param name="options">How its processes are started, watched and replaced.</param>
    /// <param name="placement">
    /// Who gives workers; processes on this machine, started as the options say, where <see langword="null"/>. Stays the caller's, to be disposed after
    /// the worker.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public IsolatedWorker(WorkerService service, WorkerOptions? options = null, [Borrowed] IWorkerPlacement? placement = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        Service = service;
        Options = options ?? new WorkerOptions();
        Options.Validate();
        _time = Options.TimeProvider;
        _limiter = new RestartLimiter(Options);
        _waiting = new(Options.QueueLimit, entry => entry.Command.LatestWins ?? Options.LatestWins ? entry.Command : null);
        _isInProcess = Options.Mode == WorkerMode.Never;
        if (placement is null && !_isInProcess)
            _processes = new WorkerProcesses(service, Options, OnErrorLine);
        _placement = placement ?? _processes;
        _deadline = _time.CreateTimer(static worker => ((IsolatedWorker)worker!).OnDeadline(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised when commands begin to run in this process because no worker can be started, and when workers are back; not once a call.</summary>
    public event Action<WorkerModeChange>? ModeChanged;

    /// <summary>Raised when nothing is left of a worker, whatever the reason. Not of a standby.</summary>
    public event Action<WorkerEnded>? Ended;

    /// <summary>Raised for each line that a worker prints, to its standard output or error.</summary>
    public event Action<WorkerErrorLine>? ErrorLine;

    /// <summary>The commands.</summary>
    public WorkerService Service { get; }

    /// <summary>How its processes are started, watched and replaced.</summary>
    public WorkerOptions Options { get; }

    /// <summary>How it stands now.</summary>
    public WorkerStatus Status
    {
        get
        {
            lock (_gate)
            {
                return new WorkerStatus
                {
                    State = State,
                    Unit = _unit,
                    IsIsolated = !_isInProcess,
                    ProcessId = _worker?.Link.ProcessId,
                    MemoryBytes = _worker?.Link.MemoryBytes ?? 0,
                    HasStandby = _processes?.HasStandby ?? false,
                    Waiting = _waiting.Count,
                    Answered = _answered,
                    RecentFailures = _limiter.Recent,
                    LastFailure = _lastFailure,
                };
            }
        }
    }

    private WorkerState State =>
        _isClosed ? WorkerState.Closed
        : _placing is { IsCompleted: false } ? WorkerState.Starting
        : _current is not null ? WorkerState.Busy
        : _worker is not null ? WorkerState.Idle
        : _limiter.MayStart(out _) ? WorkerState.Stopped
        : WorkerState.Paused;

    /// <summary>Begins a call. Fill in arguments and payloads, hand it to <see cref="CallAsync(WorkerRequest, CancellationToken)"/>, dispose it.</summary>
    /// <param name="command">One of the service's commands.</param>
    public WorkerRequest CreateRequest(WorkerCommandInfo command) => new(command, Options.Segments);

    /// <summary>Runs a command.</summary>
    /// <param name="request">The call; used once. The caller disposes it, after the task is complete.</param>
    /// <param name="cancellationToken">
    /// Gives the call up at once. A command that is under way is told through its token, and has <see cref="WorkerOptions.EndGrace"/> to listen
    /// before its worker is ended.
    /// </param>
    /// <returns>The answer, to be disposed.</returns>
    /// <exception cref="WorkerException">There is no answer; <see cref="WorkerException.Failure"/> says why.</exception>
    /// <exception cref="OperationCanceledException">The call was given up.</exception>
    /// <exception cref="InvalidOperationException">The request was used before.</exception>
    public ValueTask<WorkerReply> CallAsync(WorkerRequest request, CancellationToken cancellationToken = default)
    {
        var entry = EntryOf(request, cancellationToken);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<WorkerReply>(cancellationToken);

        if (TryAdmit(entry) is { } worker)
            _ = RunAsync(entry, worker);
        return cancellationToken.CanBeCanceled ? AwaitAsync(entry) : new(entry.Result);
    }

    /// <summary>Runs a command while the calling thread waits: the shortest way there is where it would wait anyway.</summary>
    /// <inheritdoc cref="CallAsync(WorkerRequest, CancellationToken)"/>
    public WorkerReply Call(WorkerRequest request, CancellationToken cancellationToken = default)
    {
        // One that can be given up needs somebody else to read the answer.
        if (cancellationToken.CanBeCanceled)
            return CallAsync(request, cancellationToken).AsTask().GetAwaiter().GetResult();

        var entry = EntryOf(request, cancellationToken);
        if (TryAdmit(entry) is { } worker)
            Run(entry, worker);
        return entry.Wait();
    }

    /// <summary>
    /// Ends the unit together with its process, and begins another in a fresh one: a standby's where one is ready, which takes microseconds. Calls
    /// of the old unit complete with <see cref="WorkerFailure.Superseded"/>. The old process ends off the caller's path.
    /// </summary>
    /// <param name="unit">Names the unit: a path, a key. The worker reads it from <see cref="WorkerContext.Unit"/>.</param>
    /// <param name="cancellationToken">Gives up waiting for the process; the switch stands.</param>
    /// <exception cref="WorkerException">There is no worker to be had. The next call tries again.</exception>
    /// <exception cref="OperationCanceledException">The caller no longer waits.</exception>
    public ValueTask SwitchAsync(string unit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(unit);
        List<CallEntry> superseded;
        PlacedWorker? old;
        Task<WorkerException?> placing;
        lock (_gate)
        {
            if (_isClosed)
                throw Failure(WorkerFailure.Closed, "is closed");

            superseded = TakeAll();
            old = _worker;
            _worker = null;
            _unit = unit;
            _epoch++;
            placing = Place();
        }
        foreach (var entry in superseded)
            entry.TryFail(Failure(WorkerFailure.Superseded, $"went on to unit '{unit}'", entry));
        if (old is not null)
            LetGo(old, WorkerEndReason.Switched);
        RunPlacing();

        return placing.IsCompletedSuccessfully && placing.Result is null
            ? ValueTask.CompletedTask
            : AwaitSwitchAsync(placing, cancellationToken);
    }

    /// <summary>
    /// Ends all processes, gently and then by force. Calls complete with <see cref="WorkerFailure.Closed"/>. Done when nothing is left and the
    /// subscribers of events have been told; for a subscriber who disposes, when nothing is left.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        List<CallEntry> open;
        PlacedWorker? worker;
        Task? placing;
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_isClosed;
            _isClosed = true;
            open = TakeAll();
            worker = _worker;
            _worker = null;
            placing = _placing;
        }
        if (isFirst)
            _ = CloseAsync(open, worker, placing);
        await (s_telling.Value == _gate ? _gone : _closed).Task.ConfigureAwait(false);
    }

    private async Task CloseAsync(List<CallEntry> open, PlacedWorker? worker, Task? placing)
    {
        await _closing.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var entry in open)
            entry.TryFail(Failure(WorkerFailure.Closed, "was closed", entry));
        if (worker is not null)
            LetGo(worker, WorkerEndReason.Closed);
        if (placing is not null)
            await placing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_processes is not null)
            await _processes.DisposeAsync().ConfigureAwait(false);

        await OverAsync(_endings).ConfigureAwait(false);
        await _deadline.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
        _gone.SetResult();
        await OverAsync(_tellings).ConfigureAwait(false);
        _closed.SetResult();
    }

    private Task OverAsync(HashSet<Task> those)
    {
        lock (_gate)
            return Task.WhenAll([.. those]);
    }

    private static async ValueTask AwaitSwitchAsync(Task<WorkerException?> placing, CancellationToken cancellationToken)
    {
        if (await placing.WaitAsync(cancellationToken).ConfigureAwait(false) is { } failure)
            throw failure;
    }

    private CallEntry EntryOf(WorkerRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Use();
        return new CallEntry(request, request.Timeout ?? request.Command.Timeout ?? Options.CallTimeout, cancellationToken);
    }

    /// <summary>All calls that have no outcome yet; the one under way keeps its worker until that is gone.</summary>
    private List<CallEntry> TakeAll()
    {
        List<CallEntry> all = [.. _waiting.TakeAll()];
        if (_current is { } current)
            all.Add(current);
        _current = null;
        return all;
    }

    private void OnErrorLine(int processId, string line) => Raise(ErrorLine, new WorkerErrorLine(processId, line));

    private void Raise<T>(Action<T>? subscribers, T news)
    {
        if (subscribers is null)
            return;

        var before = s_telling.Value;
        s_telling.Value = _gate;
        foreach (var subscriber in subscribers.GetInvocationList())
        {
            try
            {
                ((Action<T>)subscriber)(news);
            }
            catch (Exception exception)
            {
                Trace.TraceError($"ResourceHygiene: a subscriber of a worker's event failed: {exception}");
            }
        }
        s_telling.Value = before;
    }

    private WorkerException Failure(WorkerFailure failure, string what, CallEntry? entry = null, Exception? inner = null)
    {
        var title = Service.Name + (_unit is "" ? "" : $", unit '{_unit}',");
        return new WorkerException(failure, entry is null ? $"{title} {what}." : $"Command {entry.Command} of {title} has no result: the worker {what}.", inner)
        {
            Service = Service.Name,
            Command = entry?.Command.Name,
            Unit = _unit,
        };
    }
}
