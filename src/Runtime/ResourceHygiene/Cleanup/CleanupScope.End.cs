using System.Collections.Immutable;

namespace ResourceHygiene;

// The end of a scope, and parting with things before it.
public sealed partial class CleanupScope
{
    /// <summary>
    /// Where an exception that ended the work of <see cref="Run(Action{CleanupScope}, string)"/> has the
    /// <see cref="AggregateException"/> of a clean-up that failed as well: in its <see cref="Exception.Data"/>.
    /// </summary>
    public const string FailuresKey = "ResourceHygiene.CleanupFailures";

    /// <summary>Lets go of everything, newest first. Further calls do nothing.</summary>
    /// <exception cref="AggregateException">What was thrown, all of it, after everything had its turn.</exception>
    public void Dispose()
    {
        LeaveAmbient();
        if (!TryBeginEnd())
            return;

        while (TryTakeNewest(out var obligation))
            Release(obligation);
        Tell();
    }

    /// <summary>Lets go of everything, newest first, without blocking a thread for what is asynchronous. Further calls do nothing.</summary>
    /// <exception cref="AggregateException">What was thrown, all of it, after everything had its turn.</exception>
    public ValueTask DisposeAsync()
    {
        // Here and not below: what an asynchronous method changes in its context is lost to its caller.
        LeaveAmbient();
        return TryBeginEnd() ? EndAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Gives a thing back to the caller, who owns it from now on.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="resource">The thing.</param>
    /// <returns>The thing.</returns>
    /// <exception cref="InvalidOperationException">The scope does not own it, or no longer.</exception>
    [return: Owned]
    public T Detach<T>(T resource)
        where T : class
    {
        Take(resource);
        return resource;
    }

    /// <summary>Gives a tracked resource back to the caller.</summary>
    /// <param name="resource">The registration.</param>
    /// <exception cref="InvalidOperationException">The scope does not own it, or no longer.</exception>
    public void Detach(ResourceHandle resource) => Take(resource);

    /// <summary>Hands a thing to the scope around this one, as its newest.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="resource">The thing.</param>
    /// <returns>The thing.</returns>
    /// <exception cref="InvalidOperationException">There is no outer scope, or this one does not own the thing.</exception>
    /// <exception cref="ObjectDisposedException">The outer scope has ended. The thing was released at once.</exception>
    [return: Borrowed]
    public T MoveToOuter<T>(T resource)
        where T : class
    {
        Move(resource, OuterOrThrow());
        return resource;
    }

    /// <summary>Hands a tracked resource to the scope around this one, as its newest.</summary>
    /// <inheritdoc cref="MoveToOuter{T}"/>
    public void MoveToOuter(ResourceHandle resource) => Move(resource, OuterOrThrow());

    /// <summary>Hands a thing to another scope, as its newest.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="resource">The thing.</param>
    /// <param name="other">The other scope.</param>
    /// <returns>The thing.</returns>
    /// <exception cref="InvalidOperationException">This scope does not own the thing.</exception>
    /// <exception cref="ObjectDisposedException">The other scope has ended. The thing was released at once.</exception>
    [return: Borrowed]
    public T MoveTo<T>(T resource, CleanupScope other)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(other);
        Move(resource, other);
        return resource;
    }

    /// <summary>
    /// Lets go of everything but these, now, newest first. The scope goes on and owns what was kept; transactions and what waits
    /// for its completion or its rollback stay as well.
    /// </summary>
    /// <param name="kept">What to keep: objects, <see cref="ResourceHandle"/>s, <see cref="DeferredWork"/>.</param>
    /// <exception cref="InvalidOperationException">The scope does not own one of them; then nothing was let go.</exception>
    /// <exception cref="AggregateException">What was thrown, all of it, after everything had its turn.</exception>
    public void Keep(params object[] kept)
    {
        var failures = new List<Exception>();
        foreach (var obligation in TakeAllBut(kept))
        {
            try
            {
                obligation.Release(completed: false);
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }
        }
        ThrowIfAny(failures);
    }

    /// <summary>The same without blocking a thread for what is asynchronous.</summary>
    /// <inheritdoc cref="Keep"/>
    public async ValueTask KeepAsync(params object[] kept)
    {
        var failures = new List<Exception>();
        foreach (var obligation in TakeAllBut(kept))
        {
            try
            {
                await obligation.ReleaseAsync(completed: false).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }
        }
        ThrowIfAny(failures);
    }

    private async ValueTask EndAsync()
    {
        while (TryTakeNewest(out var obligation))
        {
            try
            {
                await obligation.ReleaseAsync(IsCompleted).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                NoteFailure(obligation, exception);
            }
        }
        Tell();
    }

    private void Release(Obligation obligation)
    {
        try
        {
            obligation.Release(IsCompleted);
        }
        catch (Exception exception)
        {
            NoteFailure(obligation, exception);
        }
    }

    private void NoteFailure(Obligation obligation, Exception exception)
    {
        lock (_gate)
        {
            _failures = _failures.Add(exception);
            if (obligation.MakesFinal)
                _isCompleted = false;
        }
    }

    private bool TryBeginEnd()
    {
        lock (_gate)
        {
            if (_phase != Phase.Open)
                return false;
            _phase = Phase.Ending;
            return true;
        }
    }

    private bool TryTakeNewest(out Obligation obligation)
    {
        lock (_gate)
        {
            if (_newest is null)
            {
                obligation = null!;
                _phase = Phase.Ended;
                return false;
            }

            obligation = _newest;
            Unlink(obligation);
            return true;
        }
    }

    private Obligation Take(object key)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var obligation))
                throw NotOwned(key);
            Unlink(obligation);
            return obligation;
        }
    }

    private void Move(object key, CleanupScope other)
    {
        if (ReferenceEquals(other, this))
            throw new InvalidOperationException($"{Title} cannot hand things to itself.");
        other.Attach(Take(key));
    }

    private CleanupScope OuterOrThrow() =>
        Outer ?? throw new InvalidOperationException($"{Title} has no outer scope to which things could be moved.");

    private InvalidOperationException NotOwned(object key) =>
        new($"{Title} does not own {(key is ResourceHandle ? $"the resource {key}" : $"this {key.GetType().Name}")}, or no longer.");

    private List<Obligation> TakeAllBut(object[] kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        var taken = new List<Obligation>();
        lock (_gate)
        {
            var stays = new HashSet<Obligation>();
            foreach (var key in kept)
            {
                ArgumentNullException.ThrowIfNull(key, nameof(kept));
                stays.Add(_byKey.TryGetValue(key, out var obligation) ? obligation : throw NotOwned(key));
            }

            for (var at = _newest; at is not null; at = at.Older)
            {
                if (!at.WaitsForOutcome && !stays.Contains(at))
                    taken.Add(at);
            }
            taken.ForEach(Unlink);
        }
        return taken;
    }

    private void Unlink(Obligation obligation)
    {
        _byKey.Remove(obligation.Key);
        _count--;
        if (obligation.Newer is { } newer)
            newer.Older = obligation.Older;
        else
            _newest = obligation.Older;
        if (obligation.Older is { } older)
            older.Newer = obligation.Newer;
        obligation.Newer = obligation.Older = null;
    }

    private void Tell()
    {
        if (_inFlight is { } exception)
            AddTo(exception, Failures);
        else
            ThrowIfAny(Failures);
    }

    private void ThrowIfAny(IReadOnlyCollection<Exception> failures)
    {
        if (failures.Count > 0)
            throw new AggregateException(MessageOf(failures.Count), failures);
    }

    private string MessageOf(int failures) =>
        failures == 1 ? $"{Title} could not let go of one thing." : $"{Title} could not let go of {failures} things.";

    /// <summary>The exception goes on as it is; whoever looks closer finds what went wrong afterwards.</summary>
    private void AddTo(Exception exception, ImmutableArray<Exception> failures)
    {
        if (failures.IsEmpty || exception.Data.IsReadOnly)
            return;

        // An inner scope may have failed before.
        var inner = exception.Data[FailuresKey] is AggregateException earlier ? failures.InsertRange(0, earlier.InnerExceptions) : failures;
        exception.Data[FailuresKey] = new AggregateException(MessageOf(failures.Length), inner);
    }
}
