using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ResourceHygiene.Workers;

/// <summary>
/// Runs external commands and jobs of this process, so many at a time and the rest in order: higher priorities first, the older one first
/// among equals. What runs can be cancelled, timed out, and ended to make room in memory; when the pool ends, nothing of it is left.
/// </summary>
/// <remarks>
/// Work is carried by the thread pool and polls nothing; only jobs that block have threads of the command pool's own. Whatever becomes of work, whoever
/// brought it is told: it has a result, or fails with an exception that says why. Every member may be called from any thread.
/// Members that wait for the pool to end must not be called from a job of the same pool.
/// </remarks>
public sealed partial class CommandPool : IAsyncDisposable, IDisposable
{
    /// <summary>The resource type under which running commands are tracked.</summary>
    public const string CommandResource = "command";

    /// <summary>The resource type under which running jobs are tracked that say how much memory they need.</summary>
    public const string JobResource = "job";

    private readonly ConcurrentDictionary<string, WorkItem> _keyed = new(StringComparer.Ordinal);
    private readonly CommandPoolOptions _options;

    /// <summary>Makes a pool. It has no thread and no process until there is work.</summary>
    /// <param name="options">How it behaves.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or a queue is given together with its bounds.</exception>
    public CommandPool(CommandPoolOptions? options = null)
    {
        _options = options ?? new CommandPoolOptions();
        _options.Validate();
        Time = _options.TimeProvider ?? TimeProvider.System;
        Tracker = _options.Tracker ?? ResourceTracker.Shared;
        Executor = _options.Executor ?? new ProcessCommandExecutor(Time);
        Queue = _options.Queue ?? CommandQueues.CreateLockFree(new() { Capacity = _options.QueueCapacity, FullMode = _options.QueueFullMode });
        Threads = new JobThreads(Name);
        Telemetry = new PoolTelemetry(this, _options.Meters, Time);
        try
        {
            _taking = CancellationTokenSource.CreateLinkedTokenSource(LeavingToken);
            _places = new WorkItem?[_options.Concurrency];
            _runners = StartRunners();
            _stopping = _options.Stopping.UnsafeRegister(static state => ((CommandPool)state!).Dispose(), this);
        }
        catch
        {
            Telemetry.Dispose();
            throw;
        }
    }

    /// <summary>What the pool is called.</summary>
    public string Name => _options.Name;

    /// <summary>How many run at a time.</summary>
    public int Concurrency => _options.Concurrency;

    /// <summary>How many wait for their turn.</summary>
    public int Queued => Queue.Count;

    /// <summary>How many run.</summary>
    public int Running => _places.Count(static item => item is not null);

    internal TimeProvider Time { get; }

    internal ResourceTracker Tracker { get; }

    internal ICommandExecutor Executor { get; }

    internal ICommandQueue Queue { get; }

    internal JobThreads Threads { get; }

    internal PoolTelemetry Telemetry { get; }

    internal CommandMemory Memory { get; } = new();

    internal TimeSpan DefaultTimeout => _options.DefaultTimeout;

    /// <summary>Runs a command when its turn comes.</summary>
    /// <param name="request">The command.</param>
    /// <param name="cancellationToken">Takes it from the queue, or ends it with its whole process tree.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>What became of it; any exit code is a result.</returns>
    /// <exception cref="CommandException">It was not started or did not end by itself; <see cref="CommandException.Failure"/> says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<CommandResult> RunAsync(
        CommandRequest request,
        CancellationToken cancellationToken = default,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(request);
        var item = new CommandItem(this, request, new(file, line, member));
        var result = item.AsTask();
        Bring(item, cancellationToken);
        return result;
    }

    /// <summary>
    /// Brings a command and does not wait for its end. While the queue is full this waits until there is room, where the pool is told
    /// to wait; that is what holds a quick producer back.
    /// </summary>
    /// <param name="request">The command.</param>
    /// <param name="cancellationToken">Cancels the command, and not only the wait for room.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>Its ticket. That of a command that was not let in says so as its result.</returns>
    public ValueTask<CommandTicket<CommandResult>> SubmitAsync(
        CommandRequest request,
        CancellationToken cancellationToken = default,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(request);
        return SubmitAsync(new CommandItem(this, request, new(file, line, member)), cancellationToken);
    }

    /// <summary>The same for a command that may be brought more than once: while one with an equal key is in the pool, its ticket is given instead.</summary>
    /// <param name="request">The command.</param>
    /// <param name="idempotencyKey">Says which commands are the same piece of work.</param>
    /// <param name="cancellationToken">Cancels the command, unless another was there before; and the wait for room.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>Its ticket, or that of the one that was there before.</returns>
    public ValueTask<CommandTicket<CommandResult>> SubmitAsync(
        CommandRequest request,
        string idempotencyKey,
        CancellationToken cancellationToken = default,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(idempotencyKey);
        return SubmitAsync(new CommandItem(this, request, new(file, line, member)) { IdempotencyKey = idempotencyKey }, cancellationToken);
    }
}
