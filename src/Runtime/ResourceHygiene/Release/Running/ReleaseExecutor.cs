using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>
/// How a claimed resource is released: its own <see cref="IReleasable"/>, else the handler registered for its type and
/// class, else what the runtime knows about its class, else <see cref="IDisposable"/>, else <see cref="IAsyncDisposable"/>;
/// what has none of them is managed memory and only forgotten.
/// </summary>
internal sealed class ReleaseExecutor : IReleaseExecutor
{
    private readonly TimeProvider _time;

    private ReleaseExecutor(TimeProvider time)
    {
        _time = time;
        // Makes their tables, for which an emergency may find no memory.
        _ = ReleaseHandlers.Find("", this);
        _ = DeviceCaches.AnyRegistered;
    }

    // The tracker must not know this class, and must work without anybody else having been touched.
#pragma warning disable CA2255 // Used where it belongs: this wires the assembly's own parts, nothing of the application's.
    [ModuleInitializer]
    internal static void Wire() => ResourceTracker.CreateExecutor = static time => new ReleaseExecutor(time);
#pragma warning restore CA2255

    public LesserActions LesserActionsOf(string type, object resource)
    {
        if ((resource is IResourceCell cell ? cell.Resource : resource) is not { } inner)
            return LesserActions.None;

        return (inner is ITrimmable ? LesserActions.Trim : 0)
            | (inner is IOffloadable ? LesserActions.Offload : 0)
            | (ReleaseHandlers.FindForMore(type, inner)?.LesserActions ?? LesserActions.None);
    }

    public bool RunsNothing(object resource, string type) =>
        resource is not (IReleasable or IDisposable or IAsyncDisposable or IPersistable or IResourceCell)
        && !BuiltInHandlers.MayKnow(resource, type)
        && ReleaseHandlers.Find(type, resource) is null;

    public ReleaseResult Execute(object resource, in ReleaseOrder order, ref long clock)
    {
        if (resource is not IResourceCell cell)
            return ExecuteOn(resource, order, ref clock);

        var result = ExecuteOn(cell.Take(), order, ref clock);
        if (result.Status == ReleaseStatus.Kept)
            cell.PutBack();
        else
            cell.Forget();
        return result;
    }

    private ReleaseResult ExecuteOn(object resource, in ReleaseOrder order, ref long clock)
    {
        var start = clock != 0 ? clock : _time.GetTimestamp();
        var terms = order.Terms;
        var context = new ReleaseContext(order.Handle, order.Type, order.Name, terms.Reason, terms.HandlerDeadline) { IsWatched = terms.IsWatched };
        string? message = null;
        Exception? notSaved = null;
        if (!terms.IsOwnersDecision && !terms.SkipPersist)
        {
            try
            {
                if (Persist(resource, context))
                    message = "saved first";
            }
            catch (Exception exception)
            {
                message = $"could not be persisted: {exception.Message}";
                if (terms.Reason != ReleaseReason.Critical)
                    return new(ReleaseStatus.Kept, 0, exception, message, Since(start, ref clock));

                notSaved = exception;
            }
        }

        try
        {
            return ResultOf(ReleaseNow(resource, context), order, notSaved, message, Since(start, ref clock));
        }
        catch (Exception exception)
        {
            return new(ReleaseStatus.Failed, 0, exception, exception.Message, Since(start, ref clock));
        }
    }

    public ValueTask<ReleaseResult> ExecuteAsync(object resource, ReleaseOrder order) =>
        resource is IAsyncReleasable releasable && order.Terms.IsOwnersDecision
            ? ExecuteOnAsync(releasable, order)
            : new(ExecuteHere(resource, order));

    private ReleaseResult ExecuteHere(object resource, in ReleaseOrder order)
    {
        var clock = 0L;
        return Execute(resource, order, ref clock);
    }

    private async ValueTask<ReleaseResult> ExecuteOnAsync(IAsyncReleasable resource, ReleaseOrder order)
    {
        var start = _time.GetTimestamp();
        try
        {
            var context = new ReleaseContext(order.Handle, order.Type, order.Name, order.Terms.Reason, order.Terms.HandlerDeadline);
            var outcome = await resource.ReleaseAsync(context).ConfigureAwait(false);
            return ResultOf(outcome, order, null, null, Since(start));
        }
        catch (Exception exception)
        {
            return new(ReleaseStatus.Failed, 0, exception, exception.Message, Since(start));
        }
    }

    private static ReleaseResult ResultOf(in ReleaseOutcome outcome, in ReleaseOrder order, Exception? notSaved, string? message, TimeSpan duration)
    {
        if (outcome.KeptBecause is { } why)
            return new(ReleaseStatus.Kept, 0, notSaved, why, duration);

        var bytes = outcome.BytesFreed >= 0 ? outcome.BytesFreed : order.Bytes;
        return new(ReleaseStatus.Released, bytes, notSaved, message, duration);
    }

    /// <summary>Saves the content; whether there is a way to.</summary>
    private static bool Persist(object resource, in ReleaseContext context)
    {
        if (resource is IPersistable persistable)
            persistable.Persist(context);
        else if (ReleaseHandlers.FindForMore(context.Type, resource) is { CanPersist: true } handler)
            handler.Persist(resource, context);
        else
            return false;
        return true;
    }

    /// <summary>Runs what releases a resource of this class; what that throws is thrown here.</summary>
    internal static ReleaseOutcome ReleaseNow(object resource, in ReleaseContext context)
    {
        if (resource is IReleasable releasable)
            return releasable.Release(context);
        if (ReleaseHandlers.Find(context.Type, resource)?.Release(resource, context, context.IsWatched) is { } outcome)
            return outcome;
        if (BuiltInHandlers.Release(resource, context) is { } builtIn)
            return builtIn;

        switch (resource)
        {
            case IDisposable disposable:
                disposable.Dispose();
                break;
            case IAsyncDisposable asyncDisposable:
                AsyncHandlers.Dispose(asyncDisposable, context.IsWatched, context.Deadline);
                break;
            default:
                break;
        }
        return default;
    }

    private TimeSpan Since(long start) => _time.GetElapsedTime(start);

    private TimeSpan Since(long start, ref long clock)
    {
        clock = _time.GetTimestamp();
        return _time.GetElapsedTime(start, clock);
    }
}

/// <summary>
/// Stands for a resource that lies in a property: the tracker holds it weakly, and the runtime empties it when it lets
/// the resource go, so that no strong reference is left behind.
/// </summary>
internal interface IResourceCell
{
    /// <summary>The resource, also while it is being released; <see langword="null"/> once it is gone.</summary>
    object? Resource { get; }

    /// <summary>Hides the resource from the property's readers and returns it. Only the claimant of the release calls this.</summary>
    object Take();

    /// <summary>Shows it again: it was kept.</summary>
    void PutBack();

    /// <summary>Drops the last reference: it is gone.</summary>
    void Forget();
}
