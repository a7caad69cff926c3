using System.Diagnostics;

namespace ResourceHygiene.Workers;

/// <summary>A job of this process. It runs in the context of whoever brought it, as a task would.</summary>
internal abstract class Job<T> : WorkItem<T>
{
    private static readonly AsyncLocal<WorkItem?> s_current = new();

    private readonly JobOptions _options;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private CancellationToken _token;
    private Task<CommandOutcome>? _running;
    private T? _result;

    private protected Job(CommandPool pool, JobOptions options)
        : base(pool, options.Priority)
    {
        _options = options;
        IdempotencyKey = options.IdempotencyKey;
    }

    public sealed override string Name => _options.Name;

    public sealed override string Title => $"The job '{_options.Name}'";

    public sealed override bool IsTracked => _options.Bytes > 0;

    public sealed override TimeSpan Timeout => _options.Timeout ?? Pool.DefaultTimeout;

    public sealed override ResourceRegistration Registration => new()
    {
        Type = CommandPool.JobResource,
        Name = _options.Name,
        Bytes = _options.Bytes,
        Priority = Priority,
        // It is in use as long as it runs.
        Retention = TimeSpan.MaxValue,
        Site = _options.Site,
    };

    protected sealed override bool IsCurrent => ReferenceEquals(s_current.Value, this);

    /// <summary>Begins to run it; may throw what it throws.</summary>
    protected abstract ValueTask<T> StartAsync(CancellationToken cancellationToken);

    protected sealed override ValueTask<CommandOutcome> InvokeAsync(CancellationToken cancellationToken)
    {
        _token = cancellationToken;
        if (_context is null)
            Start();
        else
            ExecutionContext.Run(_context, static state => ((Job<T>)state!).StartInContext(), this);

        var running = _running;
        _running = null;
        return running is null ? default : new(running);
    }

    protected sealed override T ResultOf(in CommandOutcome outcome) => _result!;

    private void StartInContext()
    {
        if (IsTracked)
            s_current.Value = this;
        if (Trace?.Activity is { } activity)
            Activity.Current = activity;
        Start();
    }

    private void Start()
    {
        var running = StartAsync(_token);
        if (running.IsCompletedSuccessfully)
            _result = running.Result;
        else
            _running = AwaitAsync(running);
    }

    private async Task<CommandOutcome> AwaitAsync(ValueTask<T> running)
    {
        _result = await running.ConfigureAwait(false);
        return default;
    }
}

/// <summary>A job that gives its thread back while it waits.</summary>
internal sealed class AsyncJob<T>(CommandPool pool, Func<CancellationToken, ValueTask<T>> work, JobOptions options) : Job<T>(pool, options)
{
    protected override ValueTask<T> StartAsync(CancellationToken cancellationToken) => work(cancellationToken);
}

/// <summary>The same without a result.</summary>
internal sealed class AsyncJob(CommandPool pool, Func<CancellationToken, ValueTask> work, JobOptions options) : Job<bool>(pool, options)
{
    protected override ValueTask<bool> StartAsync(CancellationToken cancellationToken)
    {
        var running = work(cancellationToken);
        if (!running.IsCompletedSuccessfully)
            return AwaitAsync(running);

        running.GetAwaiter().GetResult();
        return new(true);
    }

    private static async ValueTask<bool> AwaitAsync(ValueTask running)
    {
        await running.ConfigureAwait(false);
        return true;
    }
}

/// <summary>A job that keeps its thread: it has one of the pool's own, so that it takes none from the rest of the program.</summary>
internal sealed class BlockingJob<T>(CommandPool pool, Func<CancellationToken, T> work, JobOptions options) : Job<T>(pool, options)
{
    protected override ValueTask<T> StartAsync(CancellationToken cancellationToken) =>
        new(Pool.Threads.RunAsync(work, cancellationToken));
}
