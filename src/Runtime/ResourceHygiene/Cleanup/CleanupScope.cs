using System.Collections.Immutable;
using System.Data.Common;

namespace ResourceHygiene;

/// <summary>
/// Owns what is acquired on the way and lets go of it at its end, newest first, whichever way the end comes: disposables,
/// work put off to the end, tracked resources, transactions. What one of them throws stops none of the others.
/// </summary>
/// <remarks>
/// <para>
/// Make one with <see langword="new"/> and pass it around, or with <see cref="Begin"/> so that it is
/// <see cref="Current"/> for everything called until its end, across <see langword="await"/>, and invisible to the caller.
/// Dispose it with <see langword="using"/> or <see langword="await using"/>; the former waits for what can only be disposed
/// asynchronously. <see cref="Run(Action{CleanupScope}, string)"/> does all of it, and keeps a failing clean-up from hiding the
/// exception that ended the work.
/// </para>
/// <para>
/// Every member may be called from any thread. No lock is held while anything is released. The end comes once: a second
/// disposal returns at once, also while the first is under way. What is attached during the end is released in it.
/// </para>
/// </remarks>
public sealed partial class CleanupScope : IDisposable, IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<object, Obligation> _byKey = new(ObligationKeys.Instance);
    private Obligation? _newest;
    private ImmutableArray<Exception> _failures = [];
    private Exception? _inFlight;
    private int _count;
    private bool _isCompleted;
    private volatile Phase _phase;

    /// <summary>Makes a scope that is to be passed around.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="outer">Where <see cref="MoveToOuter{T}"/> moves things.</param>
    public CleanupScope(string? name = null, CleanupScope? outer = null)
    {
        Name = name;
        Outer = outer;
    }

    private enum Phase
    {
        Open,
        Ending,
        Ended,
    }

    /// <summary>What messages call it.</summary>
    public string? Name { get; }

    /// <summary>The scope around this one.</summary>
    public CleanupScope? Outer { get; }

    /// <summary>How many things it owns now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>Whether <see cref="Complete"/> was called, and no commit has failed since.</summary>
    public bool IsCompleted
    {
        get
        {
            lock (_gate)
                return _isCompleted;
        }
    }

    /// <summary>Whether the end has begun.</summary>
    public bool HasEnded => _phase != Phase.Open;

    /// <summary>What was thrown while it let go, in order.</summary>
    public ImmutableArray<Exception> Failures
    {
        get
        {
            lock (_gate)
                return _failures;
        }
    }

    private string Title => Name is null ? "The clean-up scope" : $"Clean-up scope '{Name}'";

    /// <summary>Disposes an object at the end. Owning it again does nothing.</summary>
    /// <typeparam name="T">Its class. One that is also <see cref="IAsyncDisposable"/> is disposed asynchronously where the scope is.</typeparam>
    /// <param name="resource">The object.</param>
    /// <returns>The object, so that it can be acquired and owned in one expression.</returns>
    /// <exception cref="ObjectDisposedException">The scope has ended. Nothing leaks: the object was disposed at once.</exception>
    [return: Borrowed]
    public T Own<T>([TakesOwnership] T resource)
        where T : class, IDisposable
    {
        ArgumentNullException.ThrowIfNull(resource);
        Attach(new DisposableObligation(resource));
        return resource;
    }

    /// <summary>Releases a tracked resource at the end, once, as its owner: it is not saved first, and while it is leased the last lease's return does it.</summary>
    /// <param name="resource">The registration.</param>
    /// <param name="tracker">Where it is registered; <see cref="ResourceTracker.Shared"/> where <see langword="null"/>.</param>
    /// <returns>The registration.</returns>
    /// <exception cref="ArgumentException">The handle is <see cref="ResourceHandle.None"/>.</exception>
    /// <exception cref="ObjectDisposedException">The scope has ended. Nothing leaks: the resource was released at once.</exception>
    public ResourceHandle Own(ResourceHandle resource, ResourceTracker? tracker = null)
    {
        if (resource.IsNone)
            throw new ArgumentException("The handle names no resource.", nameof(resource));

        Attach(new TrackedObligation(resource, tracker ?? ResourceTracker.Shared));
        return resource;
    }

    /// <summary>Returns a lease at the end. The variable that it came from must not be disposed any more.</summary>
    /// <param name="lease">The lease.</param>
    /// <exception cref="ObjectDisposedException">The scope has ended. Nothing leaks: the lease was returned at once.</exception>
    public void Own([TakesOwnership] Lease lease) => Attach(new DisposableObligation(lease));

    /// <summary>
    /// Ends a transaction with the scope: commits it if the scope was completed, rolls it back if not, then disposes it. One that
    /// was committed or rolled back before is only disposed.
    /// </summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="transaction">The transaction.</param>
    /// <returns>The transaction.</returns>
    /// <exception cref="ObjectDisposedException">The scope has ended. The transaction was ended at once.</exception>
    [return: Borrowed]
    public T OwnTransaction<T>([TakesOwnership] T transaction)
        where T : DbTransaction
    {
        ArgumentNullException.ThrowIfNull(transaction);
        Attach(new TransactionObligation(transaction));
        return transaction;
    }

    /// <summary>Does something at the end, whether the scope was completed or not.</summary>
    /// <param name="work">What to do; runs once.</param>
    /// <returns>The obligation, which can be detached or moved.</returns>
    /// <exception cref="ObjectDisposedException">The scope has ended. The work was done at once.</exception>
    public DeferredWork Defer(Action work) => Add(work, null, DeferredWhen.Always);

    /// <inheritdoc cref="Defer(Action)"/>
    public DeferredWork Defer(Func<ValueTask> work) => Add(null, work, DeferredWhen.Always);

    /// <summary>Undoes something at the end, unless the scope was completed.</summary>
    /// <inheritdoc cref="Defer(Action)"/>
    public DeferredWork OnRollback(Action work) => Add(work, null, DeferredWhen.RolledBack);

    /// <summary>Undoes something at the end, unless the scope was completed.</summary>
    /// <inheritdoc cref="Defer(Action)"/>
    public DeferredWork OnRollback(Func<ValueTask> work) => Add(null, work, DeferredWhen.RolledBack);

    /// <summary>Makes something final at the end, if the scope was completed. Where it fails, the scope no longer counts as completed: what is older is rolled back.</summary>
    /// <inheritdoc cref="Defer(Action)"/>
    public DeferredWork OnComplete(Action work) => Add(work, null, DeferredWhen.Completed);

    /// <summary>Makes something final at the end, if the scope was completed. Where it fails, the scope no longer counts as completed: what is older is rolled back.</summary>
    /// <inheritdoc cref="Defer(Action)"/>
    public DeferredWork OnComplete(Func<ValueTask> work) => Add(null, work, DeferredWhen.Completed);

    /// <summary>The work has succeeded: at the end transactions are committed and nothing is rolled back. Everything is let go of nevertheless.</summary>
    /// <exception cref="ObjectDisposedException">The scope has ended.</exception>
    public void Complete()
    {
        lock (_gate)
        {
            if (_phase != Phase.Open)
                throw new ObjectDisposedException(nameof(CleanupScope), $"{Title} has ended and cannot be completed any more.");
            _isCompleted = true;
        }
    }

    private DeferredWork Add(Action? work, Func<ValueTask>? asyncWork, DeferredWhen when)
    {
        var obligation = new DeferredObligation(work, asyncWork, when);
        Attach(obligation);
        return obligation.Token;
    }

    internal void Attach(Obligation obligation)
    {
        lock (_gate)
        {
            if (_phase != Phase.Ended)
            {
                if (_byKey.TryAdd(obligation.Key, obligation))
                {
                    obligation.Older = _newest;
                    if (_newest is not null)
                        _newest.Newer = obligation;
                    _newest = obligation;
                    _count++;
                }
                return;
            }
        }

        // The owner is gone: somebody has to let go of it, and nobody else will.
        Exception? failure = null;
        try
        {
            obligation.Release(IsCompleted);
        }
        catch (Exception exception)
        {
            failure = exception;
        }
        throw failure is null
            ? new ObjectDisposedException(nameof(CleanupScope), $"{Title} has ended, so {obligation.Title} was released at once.")
            : new ObjectDisposedException($"{Title} has ended, so {obligation.Title} was to be released at once, and failed: {failure.Message}", failure);
    }
}

/// <summary>Adds to <see cref="CleanupScope"/> what its class cannot say.</summary>
public static class CleanupScopeExtensions
{
    /// <summary>Disposes an object at the end that can be disposed asynchronously only. Owning it again does nothing.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="scope">The scope.</param>
    /// <param name="resource">The object.</param>
    /// <returns>The object, so that it can be acquired and owned in one expression.</returns>
    /// <exception cref="ObjectDisposedException">The scope has ended. Nothing leaks: the object was disposed at once.</exception>
    [return: Borrowed]
    public static T Own<T>(this CleanupScope scope, [TakesOwnership] T resource)
        where T : class, IAsyncDisposable
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(resource);
        scope.Attach(new AsyncDisposableObligation(resource));
        return resource;
    }
}
