using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ResourceHygiene.Workers;

/// <summary>
/// A command or job on its way through a pool. It is started once an attempt and completed once, whoever comes first: whoever runs it,
/// cancels it, makes it give way, or closes the pool.
/// </summary>
internal abstract class WorkItem : CommandMessage, IReleasable
{
    private const int Queued = 0;
    private const int Running = 1;
    private const int Ended = 2;

    /// <summary>Ending what runs takes the grace of a command, and this at most beyond it; then whoever waits for it goes on without.</summary>
    protected static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private static readonly TaskCompletionSource s_isGone = new();

    private CancellationTokenSource? _cancellation;
    private CancellationTokenRegistration _callersRegistration;
    private CancellationToken _callersToken;
    private TaskCompletionSource? _gone;
    private ITimer? _pause;
    private int _stage;
    private int _cause;
    private int _final = -1;
    private bool _isEndable;
    private volatile bool _isUnwanted;

    private protected WorkItem(CommandPool pool, ReleasePriority priority)
        : base(priority)
    {
        Pool = pool;
        Trace = pool.Telemetry.BeginTrace();
    }

    /// <summary>What it is called in reports: the program, or the name of the job.</summary>
    public abstract string Name { get; }

    /// <summary>The same for messages, with as much as helps to find it.</summary>
    public abstract string Title { get; }

    /// <summary>The message to be acknowledged: not this one where the queue delivered another's.</summary>
    public virtual CommandMessage Delivery => this;

    public bool IsForeign => !ReferenceEquals(Delivery, this);

    public abstract bool IsTracked { get; }

    public abstract TimeSpan Timeout { get; }

    /// <summary>How long ending it takes at most by its own account.</summary>
    public virtual TimeSpan GracePeriod => TimeSpan.Zero;

    /// <summary>How long the end of the pool waits for it after having told it to end: not at all for a job, which may never look.</summary>
    public virtual TimeSpan LongestEnd => TimeSpan.Zero;

    public abstract ResourceRegistration Registration { get; }

    public int Attempt => Delivery.DeliveryCount + 1;

    /// <summary>What is measured of it; only where somebody measures.</summary>
    public WorkTrace? Trace { get; set; }

    /// <summary>What came of the last attempt, of an item that waits for its next one.</summary>
    public CommandOutcome LastOutcome { get; private set; }

    public CommandState State => Volatile.Read(ref _final) is >= 0 and var final
        ? (CommandState)final
        : Volatile.Read(ref _stage) == Running ? CommandState.Running : CommandState.Queued;

    protected CommandPool Pool { get; }

    /// <summary>Whether the item that runs now, here or in what it called, is this one.</summary>
    protected virtual bool IsCurrent => false;

    protected CancellationToken CallersToken => _callersToken;

    /// <summary>It can be ended by itself, and not only with its pool. Before it is brought.</summary>
    public void MakeEndable() => _isEndable = true;

    /// <summary>Cancels it with the caller's token. Before it is brought.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
            return;

        _isEndable = true;
        _callersToken = cancellationToken;
        _callersRegistration = cancellationToken.UnsafeRegister(static state => ((WorkItem)state!).End(EndCause.Cancelled), this);
    }

    /// <summary>Claims the next attempt; false where it has been completed meanwhile.</summary>
    public bool TryStart()
    {
        if (_isEndable || IsTracked || Timeout != System.Threading.Timeout.InfiniteTimeSpan)
            _cancellation ??= new CancellationTokenSource();
        return !IsSettled && Interlocked.CompareExchange(ref _stage, Running, Queued) == Queued;
    }

    /// <summary>Runs one attempt; never throws.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CommandOutcome> RunAsync()
    {
        var handle = ResourceHandle.None;
        ITimer? deadline = null;
        CommandOutcome outcome;
        try
        {
            if (IsTracked)
                handle = Pool.Tracker.Register(this, Registration);
            if (Timeout != System.Threading.Timeout.InfiniteTimeSpan)
                deadline = Pool.Time.CreateTimer(static state => ((WorkItem)state!).EndElsewhere(EndCause.TimedOut), this, Timeout, System.Threading.Timeout.InfiniteTimeSpan);
            outcome = await InvokeAsync(_cancellation?.Token ?? Pool.ForcedToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            outcome = CommandOutcome.Of(Explain(exception));
        }

        // It waits for a callback that is under way: one that came late must not hit the next attempt.
        if (deadline is not null)
            await deadline.DisposeAsync().ConfigureAwait(false);
        if (!handle.IsNone)
        {
            Interlocked.Exchange(ref _gone, s_isGone)?.TrySetResult();
            Pool.Tracker.ReleaseOwned(handle, this);
        }
        return outcome;
    }

    /// <summary>Goes back to waiting after an attempt; false where nobody wants it any more.</summary>
    /// <param name="last">What came of the attempt.</param>
    public bool TryWaitAgain(in CommandOutcome last)
    {
        if (_isUnwanted)
            return false;

        LastOutcome = last;
        _gone = null;
        if (_cancellation is { IsCancellationRequested: true })
            _cancellation = null;
        Volatile.Write(ref _cause, (int)EndCause.None);
        Interlocked.Exchange(ref _stage, Queued);
        // Ended just now: whoever did it has seen it running, and left the rest to whoever runs it.
        return !_isUnwanted || Interlocked.CompareExchange(ref _stage, Ended, Queued) != Queued;
    }

    /// <summary>Has the pool take it back when a pause is over. The timer goes with the item.</summary>
    public void PauseFor(TimeSpan pause)
    {
        var timer = Pool.Time.CreateTimer(
            static state => ((WorkItem)state!).Pool.ComeBack((WorkItem)state), this, System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
        // Begun when it can be found: whoever completes the item meanwhile ends its pause, too.
        _pause = timer;
        timer.Change(pause, System.Threading.Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its pause is over, or nobody waits for its end.</summary>
    public void EndPause() => Interlocked.Exchange(ref _pause, null)?.Dispose();

    /// <summary>Ends it: at once where it waits, by its token where it runs. Runs what is registered with that token, on this thread.</summary>
    /// <returns>Whether this was the first reason to end it, and it was not over.</returns>
    public bool End(EndCause cause)
    {
        if (MustCancel(cause, out var isFirst))
            _cancellation?.Cancel();
        return isFirst;
    }

    /// <summary>The same for those on whose thread no user code must run; what such code throws is traced.</summary>
    public bool EndElsewhere(EndCause cause)
    {
        if (MustCancel(cause, out var isFirst) && _cancellation is { } cancellation)
            _ = CancelAsync(cancellation);
        return isFirst;
    }

    /// <summary>Lets the item go to make room, or at exit: returns when nothing of it is left.</summary>
    ReleaseOutcome IReleasable.Release(in ReleaseContext context)
    {
        if (context.Reason == ReleaseReason.Disposed)
            return default;
        if (IsCurrent)
            return ReleaseOutcome.Kept("it is the job that asks for room");

        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gone = Interlocked.CompareExchange(ref _gone, gone, null) ?? gone;
        EndElsewhere(context.Reason == ReleaseReason.Exit ? EndCause.PoolClosed : EndCause.Shed);
        if (gone == s_isGone)
            return default;

        try
        {
            return gone.Task.Wait(GracePeriod + s_patience, context.Deadline) ? default : ReleaseOutcome.Kept($"{Title} was told to end and still runs");
        }
        catch (OperationCanceledException)
        {
            return ReleaseOutcome.Kept($"{Title} was told to end and still runs");
        }
    }

    protected abstract ValueTask<CommandOutcome> InvokeAsync(CancellationToken cancellationToken);

    protected abstract void Publish(in CommandOutcome outcome);

    private protected sealed override void OnCompleted(in CommandOutcome outcome)
    {
        var final = OutcomeStates.Of(outcome);
        Volatile.Write(ref _final, (int)final);
        // Not awaited, as it may be the caller's cancellation that is under way on this very thread.
        _callersRegistration.Unregister();
        EndPause();
        Pool.OnCompleted(this, final);
        Publish(outcome);
    }

    /// <summary>Notes why it ends. True where it runs; otherwise it was over, or waited and is over now.</summary>
    private bool MustCancel(EndCause cause, out bool isFirst)
    {
        isFirst = false;
        if (IsSettled)
            return false;

        if (cause != EndCause.TimedOut)
            _isUnwanted = true;
        isFirst = Interlocked.CompareExchange(ref _cause, (int)cause, (int)EndCause.None) == (int)EndCause.None;
        if (Interlocked.CompareExchange(ref _stage, Ended, Queued) != Queued)
            return true;

        Pool.Queue.TryRemove(this);
        TryComplete(CommandOutcome.Of(Reason((EndCause)Volatile.Read(ref _cause), null)));
        return false;
    }

    private async Task CancelAsync(CancellationTokenSource cancellation)
    {
        try
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException exception)
        {
            // Nobody who could be told: a timer, the cleaner, or the end of the pool asked for it.
            System.Diagnostics.Trace.TraceError($"ResourceHygiene: {Title} was ended, and a callback of its token failed: {exception}");
        }
    }

    /// <summary>What was thrown, in the words of whoever made it be thrown.</summary>
    private Exception Explain(Exception exception)
    {
        if (exception is not (OperationCanceledException or CommandException { Failure: CommandFailure.Cancelled }))
            return exception;

        var cause = (EndCause)Volatile.Read(ref _cause);
        if (cause == EndCause.None && _cancellation is null && Pool.ForcedToken.IsCancellationRequested)
            cause = EndCause.PoolClosed;
        return cause == EndCause.None ? exception : Reason(cause, exception);
    }

    private Exception Reason(EndCause cause, Exception? inner) => cause switch
    {
        EndCause.TimedOut => PoolFailures.Of(this, CommandFailure.TimedOut, inner),
        EndCause.Shed => PoolFailures.Of(this, CommandFailure.Shed, inner),
        EndCause.PoolClosed => PoolFailures.Of(this, CommandFailure.PoolClosed, inner),
        _ => inner is OperationCanceledException cancelled && cancelled.CancellationToken == _callersToken
            ? cancelled
            : new OperationCanceledException($"{Title} was cancelled.", inner, _callersToken),
    };
}
