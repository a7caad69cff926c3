using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace ResourceHygiene;

/// <summary>One thing that a scope has to let go of. Whoever takes it out of the scope's list does that, once.</summary>
internal abstract class Obligation
{
    internal Obligation? Older { get; set; }

    internal Obligation? Newer { get; set; }

    /// <summary>By what the owner names it.</summary>
    internal abstract object Key { get; }

    internal abstract string Title { get; }

    /// <summary>Depends on whether the scope was completed, so that it cannot be let go earlier.</summary>
    internal virtual bool WaitsForOutcome => false;

    /// <summary>Where it fails, the scope's work has failed.</summary>
    internal virtual bool MakesFinal => false;

    internal abstract void Release(bool completed);

    internal abstract ValueTask ReleaseAsync(bool completed);
}

internal sealed class DisposableObligation(IDisposable resource) : Obligation
{
    internal override object Key => resource;

    internal override string Title => $"this {resource.GetType().Name}";

    internal override void Release(bool completed) => resource.Dispose();

    internal override ValueTask ReleaseAsync(bool completed)
    {
        if (resource is IAsyncDisposable asyncDisposable)
            return asyncDisposable.DisposeAsync();

        resource.Dispose();
        return ValueTask.CompletedTask;
    }
}

internal sealed class AsyncDisposableObligation(IAsyncDisposable resource) : Obligation
{
    internal override object Key => resource;

    internal override string Title => $"this {resource.GetType().Name}";

    internal override void Release(bool completed) =>
        AsyncHandlers.Dispose(resource, isWatched: false, CancellationToken.None);

    internal override ValueTask ReleaseAsync(bool completed) => resource.DisposeAsync();
}

internal sealed class TrackedObligation(ResourceHandle handle, ResourceTracker tracker) : Obligation
{
    internal override object Key => handle;

    internal override string Title => $"the resource {handle}";

    internal override void Release(bool completed)
    {
        var result = tracker.Release(handle, ReleaseReason.Disposed, WhenLeased.Defer);
        if (result is { Status: ReleaseStatus.Failed, Exception: { } exception })
            ExceptionDispatchInfo.Throw(exception);
        // A handler may decline; then nobody has let go of it.
        if (result.Status == ReleaseStatus.Kept)
            throw new InvalidOperationException($"The resource {handle} stays: {result.Message}", result.Exception);
    }

    internal override ValueTask ReleaseAsync(bool completed)
    {
        Release(completed);
        return ValueTask.CompletedTask;
    }
}

internal sealed class TransactionObligation(DbTransaction transaction) : Obligation
{
    internal override object Key => transaction;

    internal override string Title => $"this {transaction.GetType().Name}";

    internal override bool WaitsForOutcome => true;

    internal override bool MakesFinal => true;

    /// <summary>A transaction that was ended by its user no longer has a connection.</summary>
    private bool IsOpen => transaction.Connection is not null;

    internal override void Release(bool completed)
    {
        Exception? failure = null;
        try
        {
            if (IsOpen && completed)
                transaction.Commit();
            else if (IsOpen)
                transaction.Rollback();
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        try
        {
            transaction.Dispose();
        }
        catch (Exception exception) when (failure is not null)
        {
            throw Both(failure, exception);
        }
        Rethrow(failure);
    }

    internal override async ValueTask ReleaseAsync(bool completed)
    {
        Exception? failure = null;
        try
        {
            if (IsOpen && completed)
                await transaction.CommitAsync().ConfigureAwait(false);
            else if (IsOpen)
                await transaction.RollbackAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        try
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (failure is not null)
        {
            throw Both(failure, exception);
        }
        Rethrow(failure);
    }

    /// <summary>A lost connection fails twice, and the second time must not hide the first.</summary>
    private static AggregateException Both(Exception failure, Exception disposal) =>
        new("The transaction could be neither ended nor disposed.", failure, disposal);

    private static void Rethrow(Exception? failure)
    {
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }
}

internal enum DeferredWhen
{
    Always,
    Completed,
    RolledBack,
}

/// <summary>
/// Stands for work that a <see cref="CleanupScope"/> does at its end, for <see cref="CleanupScope.Detach{T}"/>,
/// <see cref="CleanupScope.MoveToOuter{T}"/> and <see cref="CleanupScope.Keep"/>.
/// </summary>
public sealed class DeferredWork
{
    internal DeferredWork()
    {
    }
}

internal sealed class DeferredObligation : Obligation
{
    private readonly Action? _work;
    private readonly Func<ValueTask>? _asyncWork;
    private readonly DeferredWhen _when;

    public DeferredObligation(Action? work, Func<ValueTask>? asyncWork, DeferredWhen when)
    {
        if (work is null && asyncWork is null)
            throw new ArgumentNullException(nameof(work));

        _work = work;
        _asyncWork = asyncWork;
        _when = when;
    }

    public DeferredWork Token { get; } = new();

    internal override object Key => Token;

    internal override string Title => "this work";

    internal override bool WaitsForOutcome => _when != DeferredWhen.Always;

    internal override bool MakesFinal => _when == DeferredWhen.Completed;

    internal override void Release(bool completed)
    {
        if (!IsDue(completed))
            return;
        if (_work is not null)
        {
            _work();
            return;
        }

        var work = _asyncWork!;
        AsyncHandlers.Wait(
            async () =>
            {
                await work().ConfigureAwait(false);
                return default;
            },
            isWatched: false,
            CancellationToken.None);
    }

    internal override ValueTask ReleaseAsync(bool completed)
    {
        if (!IsDue(completed))
            return ValueTask.CompletedTask;
        if (_asyncWork is not null)
            return _asyncWork();

        _work!();
        return ValueTask.CompletedTask;
    }

    private bool IsDue(bool completed) => _when == DeferredWhen.Always || completed == (_when == DeferredWhen.Completed);
}

/// <summary>Things are the same if they are one object, whatever their own equality says; handles if they name the same registration.</summary>
internal sealed class ObligationKeys : IEqualityComparer<object>
{
    public static ObligationKeys Instance { get; } = new();

    bool IEqualityComparer<object>.Equals(object? x, object? y) =>
        x is ResourceHandle first && y is ResourceHandle second ? first == second : ReferenceEquals(x, y);

    int IEqualityComparer<object>.GetHashCode(object obj) => obj is ResourceHandle handle ? handle.GetHashCode() : RuntimeHelpers.GetHashCode(obj);
}
