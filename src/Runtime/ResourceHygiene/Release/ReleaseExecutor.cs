using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>
/// How a claimed resource is released: its own <see cref="IReleasable"/>, else the handler registered for its type and
/// class, else <see cref="IDisposable"/>, else <see cref="IAsyncDisposable"/>; what has none of them is managed memory
/// and only forgotten.
/// </summary>
internal sealed class ReleaseExecutor(TimeProvider timeProvider) : IReleaseExecutor
{
    // The tracker must not know this class, and must work without anybody else having been touched.
#pragma warning disable CA2255 // Used where it belongs: this wires the assembly's own parts, nothing of the application's.
    [ModuleInitializer]
    internal static void Wire() => ResourceTracker.CreateExecutor = static timeProvider => new ReleaseExecutor(timeProvider);
#pragma warning restore CA2255

    public LesserActions LesserActionsOf(object resource)
    {
        var inner = resource is IResourceCell cell ? cell.Resource : resource;
        return (inner is ITrimmable ? LesserActions.Trim : 0) | (inner is IOffloadable ? LesserActions.Offload : 0);
    }

    public ReleaseResult Execute(object resource, in ReleaseOrder order)
    {
        if (resource is not IResourceCell cell)
            return ExecuteOn(resource, order);

        var result = ExecuteOn(cell.Take(), order);
        if (result.Status == ReleaseStatus.Kept)
            cell.PutBack();
        else
            cell.Forget();
        return result;
    }

    private ReleaseResult ExecuteOn(object resource, in ReleaseOrder order)
    {
        var start = timeProvider.GetTimestamp();
        var terms = order.Terms;
        var context = new ReleaseContext(order.Handle, order.Type, order.Name, terms.Reason, terms.Deadline);
        string? message = null;
        if (resource is IPersistable persistable && !terms.IsOwnersDecision && !terms.SkipPersist)
        {
            message = "saved first";
            try
            {
                persistable.Persist(context);
            }
            catch (Exception exception)
            {
                return new(ReleaseStatus.Kept, 0, exception, $"could not be persisted: {exception.Message}", Since(start));
            }
        }

        try
        {
            var outcome = Release(resource, context);
            if (outcome.KeptBecause is { } why)
                return new(ReleaseStatus.Kept, 0, null, why, Since(start));

            var bytes = outcome.BytesFreed >= 0 ? outcome.BytesFreed : order.Bytes;
            return new(ReleaseStatus.Released, bytes, null, message, Since(start));
        }
        catch (Exception exception)
        {
            return new(ReleaseStatus.Failed, 0, exception, exception.Message, Since(start));
        }
    }

    private static ReleaseOutcome Release(object resource, in ReleaseContext context)
    {
        if (resource is IReleasable releasable)
            return releasable.Release(context);
        if (ReleaseHandlers.TryFind(context.Type, resource, out var handler))
            return handler.Release(resource, context);

        switch (resource)
        {
            case IDisposable disposable:
                disposable.Dispose();
                break;
            case IAsyncDisposable asyncDisposable:
                DisposeAndWait(asyncDisposable, context.Deadline);
                break;
            default:
                break;
        }
        return default;
    }

    private static void DisposeAndWait(IAsyncDisposable resource, CancellationToken deadline)
    {
        // Started without the caller's context and scheduler: its continuations would wait for this very thread.
        var disposal = SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default
            ? resource.DisposeAsync()
            : new ValueTask(Task.Run(() => resource.DisposeAsync().AsTask(), CancellationToken.None));
        if (disposal.IsCompleted)
        {
            disposal.GetAwaiter().GetResult();
            return;
        }

        var task = disposal.AsTask();
        // Waits without wrapping the exception, then rethrows it as it was.
        Task.WhenAny(task).Wait(deadline);
        task.GetAwaiter().GetResult();
    }

    private TimeSpan Since(long start) => timeProvider.GetElapsedTime(start);
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
