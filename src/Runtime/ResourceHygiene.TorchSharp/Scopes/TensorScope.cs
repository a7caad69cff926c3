using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace ResourceHygiene;

/// <summary>
/// A <see cref="DisposeScope"/> that survives <see langword="await"/>: owns the tensors that are made in its flow of execution, on whatever
/// thread that goes on, and disposes all of them at its end, whatever one of them throws.
/// </summary>
/// <remarks>
/// <para>
/// TorchSharp's scope belongs to a thread: after an <see langword="await"/> on another thread new tensors are nobody's, and those of an
/// innocent caller on the first thread are disposed with it. This one is entered and left together with the execution context: on each
/// thread it opens a scope of TorchSharp and closes it when the flow leaves the thread, taking over what was made there. A tensor has one
/// owner at any time. The same holds for gradients that are switched off.
/// </para>
/// <para>
/// A task that is started inside belongs to the flow as well, as long as the scope is open. Before an <see langword="await"/> tensors
/// belong to TorchSharp's scope, so that <see cref="Tensor.MoveToOuterDisposeScope"/> works; after it they belong to this object, and
/// <see cref="MoveToOuter{T}"/> and <see cref="Detach{T}"/> are what works in both cases. A <see cref="DisposeScope"/> that is opened inside must be
/// closed before the next <see langword="await"/>: this object refuses to go on where one was left behind on another thread.
/// Members may be called from any thread; a tensor may be used by one thread at a time, as always. A thread schedules the rest of a flow
/// before it leaves it: for that moment, members wait for it.
/// </para>
/// </remarks>
[SuppressMessage("Reliability", "CA2213:Disposable fields should be disposed", Justification = "The outer scope belongs to whoever began it.")]
public sealed partial class TensorScope : IDisposable, IAsyncDisposable
{
    /// <summary>How long a tensor that is not found is waited for while another thread is leaving. Only a mistake takes that long.</summary>
    private static readonly TimeSpan s_handOverLimit = TimeSpan.FromSeconds(1);

    /// <summary>How long the end waits for other threads to leave. A task that goes on after the end takes that long.</summary>
    private static readonly TimeSpan s_leaveLimit = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly HashSet<IDisposable> _owned = new(ReferenceEqualityComparer.Instance);
    private string? _fault;
    private ImmutableArray<Exception> _lateFailures = [];
    private Phase _phase;
    private int _threads;

    private TensorScope(string? name, TensorScope? outer, bool withoutGradients) =>
        (Name, Outer, WithoutGradients) = (name, outer, withoutGradients);

    /// <summary>What messages call it.</summary>
    public string? Name { get; }

    /// <summary>The scope around this one.</summary>
    public TensorScope? Outer { get; }

    /// <summary>Whether gradients are switched off inside.</summary>
    public bool WithoutGradients { get; }

    /// <summary>Whether the end has begun.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate)
                return _phase != Phase.Open;
        }
    }

    /// <summary>What went wrong on a thread that left only after the end: what its tensors threw, and what was left open on it.</summary>
    public ImmutableArray<Exception> LateFailures
    {
        get
        {
            lock (_gate)
                return _lateFailures;
        }
    }

    /// <summary>How many tensors it owns now, as far as this thread can tell: those that another thread is making are not counted yet.</summary>
    public int Count
    {
        get
        {
            var here = ActivationHere()?.Count ?? 0;
            lock (_gate)
                return _owned.Count + here;
        }
    }

    private string Title => Name is null ? "The tensor scope" : $"Tensor scope '{Name}'";

    /// <summary>Takes a tensor or packed sequence over: out of TorchSharp's scope, if it is in one, and into this one. Owning it again does nothing.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="resource">The tensor or packed sequence.</param>
    /// <returns>The same object.</returns>
    /// <exception cref="ArgumentException">It is of another class.</exception>
    /// <exception cref="ObjectDisposedException">The scope has ended. Nothing leaks: the object was disposed at once.</exception>
    [return: Borrowed]
    public T Own<T>([TakesOwnership] T resource)
        where T : class, IDisposable
    {
        ArgumentNullException.ThrowIfNull(resource);
        for (var outer = Outer; outer is not null; outer = outer.Outer)
            outer.TryTake(resource);
        TensorOwnership.TakeOut(resource);
        lock (_gate)
        {
            if (_phase != Phase.Ended)
            {
                _owned.Add(resource);
                return resource;
            }
        }

        resource.Dispose();
        throw new ObjectDisposedException(nameof(TensorScope), $"{Title} has ended, so this {typeof(T).Name} was disposed at once.");
    }

    /// <summary>Gives a tensor back to the caller, who owns it from now on. No scope does.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="resource">The tensor or packed sequence.</param>
    /// <returns>The same object.</returns>
    /// <exception cref="InvalidOperationException">The scope does not own it, or it is being made on another thread.</exception>
    [return: Owned]
    public T Detach<T>(T resource)
        where T : class, IDisposable
    {
        Take(resource);
        return resource;
    }

    /// <summary>Hands a tensor to the scope around this one.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="resource">The tensor or packed sequence.</param>
    /// <returns>The same object.</returns>
    /// <exception cref="InvalidOperationException">There is no scope around this one, or this one does not own the tensor.</exception>
    /// <exception cref="ObjectDisposedException">The outer scope has ended. The tensor was disposed at once.</exception>
    [return: Borrowed]
    public T MoveToOuter<T>(T resource)
        where T : class, IDisposable
    {
        if (Outer is not { } outer)
            throw new InvalidOperationException($"{Title} has no outer scope to which tensors could be moved. Detach gives them to the caller.");

        Take(resource);
        return outer.Own(resource);
    }

    /// <summary>Hands a tensor to a <see cref="CleanupScope"/>.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="resource">The tensor or packed sequence.</param>
    /// <param name="scope">The new owner.</param>
    /// <returns>The same object.</returns>
    /// <exception cref="InvalidOperationException">This scope does not own it.</exception>
    /// <exception cref="ObjectDisposedException">The other scope has ended. The tensor was disposed at once.</exception>
    [return: Borrowed]
    public T MoveTo<T>(T resource, CleanupScope scope)
        where T : class, IDisposable
    {
        ArgumentNullException.ThrowIfNull(scope);
        Take(resource);
        return scope.Own(resource);
    }

    /// <summary>Disposes everything, on this thread. Further calls do nothing.</summary>
    /// <exception cref="AggregateException">What was thrown, all of it, after every tensor had its turn.</exception>
    /// <exception cref="InvalidOperationException">
    /// A <see cref="DisposeScope"/> that was opened inside was held across an <see langword="await"/>. Everything was disposed nevertheless.
    /// </exception>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_phase != Phase.Open)
                return;
            _phase = Phase.Ending;
        }

        // Leaves this thread, which brings what was made here. A thread on which the flow waited a moment ago may be about to leave;
        // one that is busy hands its tensors over when it leaves, to be disposed then.
        Leave();
        List<IDisposable> owned;
        string? fault;
        lock (_gate)
        {
            WaitForOthers(s_leaveLimit, static scope => scope._threads == 0);
            _phase = Phase.Ended;
            owned = [.. _owned];
            _owned.Clear();
            fault = _fault;
        }

        var failures = TensorOwnership.DisposeAll(owned);
        var refusal = fault is null ? null : new InvalidOperationException(fault);
        if (failures.Count > 0)
            throw new AggregateException($"{Title} could not let go of everything.", refusal is null ? failures : failures.Append(refusal));
        if (refusal is not null)
            throw refusal;
    }

    /// <summary>The same as <see cref="Dispose"/>: tensors are freed at once. There so that <see langword="await using"/> may be written.</summary>
    public ValueTask DisposeAsync()
    {
        // Here and not in an asynchronous method: what that changes in its context is lost to its caller.
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What was made on a thread that the flow has left. After the end there is nobody who could be told of a failure but <see cref="LateFailures"/>.</summary>
    private void TakeOver(IReadOnlyList<IDisposable> made)
    {
        lock (_gate)
        {
            if (_phase != Phase.Ended)
            {
                _owned.UnionWith(made);
                return;
            }
        }

        NoteLate(TensorOwnership.DisposeAll(made));
    }

    private void Take(IDisposable resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (!TryTake(resource))
            throw new InvalidOperationException($"{Title} does not own this {resource.GetType().Name}, or no longer, or another thread is making it.");
    }

    internal bool TryTake(IDisposable resource)
    {
        var here = ActivationHere();
        if (here?.TryTake(resource) == true)
            return true;

        lock (_gate)
        {
            // After an await the former thread may not have left yet: it schedules the rest of the flow before it goes.
            var own = here is null ? 0 : 1;
            WaitForOthers(s_handOverLimit, scope => scope._threads <= own || scope._owned.Contains(resource));
            return _owned.Remove(resource);
        }
    }

    /// <summary>Under the lock, which is let go meanwhile.</summary>
    private void WaitForOthers(TimeSpan limit, Func<TensorScope, bool> isDone)
    {
        var start = Stopwatch.GetTimestamp();
        while (!isDone(this) && limit - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } left)
            Monitor.Wait(_gate, left);
    }

    private void NoteFault(string fault)
    {
        lock (_gate)
        {
            if (_phase != Phase.Ended)
            {
                _fault ??= fault;
                return;
            }
        }
        NoteLate([new InvalidOperationException(fault)]);
    }

    private void NoteLate(List<Exception> failures)
    {
        lock (_gate)
            _lateFailures = _lateFailures.AddRange(failures);
    }

    private void CountThread(int change)
    {
        lock (_gate)
        {
            _threads += change;
            Monitor.PulseAll(_gate);
        }
    }

    private enum Phase
    {
        Open,
        Ending,
        Ended,
    }
}
