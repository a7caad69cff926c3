using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace ResourceHygiene;

/// <summary>One load of a <see cref="LoadedProperty{T}"/>'s value, shared by all who ask while it is under way.</summary>
#pragma warning disable CA1001 // What is to be disposed has no timer and no handle, and who leaves last may come after the end.
internal sealed class PropertyLoad(string name)
#pragma warning restore CA1001
{
    // Flows into whatever the loader calls or starts, so that one that asks for its own value does not wait for itself.
    private static readonly AsyncLocal<PropertyLoad?> s_current = new();

    // Guards who waits for whom. Taken only by loaders that lease what somebody loads; nothing else is taken under it.
    private static readonly object s_waits = new();

    private readonly List<PropertyLoad> _waitsFor = [];
    private readonly object _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private PropertyLoad? _outer;
    private Lease _pin;
    private int _participants = 1;
    private bool _hasEnded;

    /// <summary>The property's name, for messages.</summary>
    public string Name => name;

    /// <summary>Completed, never faulted, when the load is over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Cancelled when nobody waits any more, or the property was disposed.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Why there is no value; good once <see cref="Ended"/> is completed.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Takes part; false where everybody has left, so that it is being stopped.</summary>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_participants == 0)
                return false;

            _participants++;
            return true;
        }
    }

    /// <summary>Takes part no longer. The last one stops a load under way, or returns the pin of one that is over.</summary>
    public void Leave()
    {
        Lease pin;
        lock (_gate)
        {
            if (--_participants > 0)
                return;

            pin = TakePin();
            if (!_hasEnded)
                Stop();
        }
        pin.Dispose();
    }

    /// <summary>Tells the loader to stop, without waiting for it.</summary>
    public void Stop() => Deadlines.End(_stopping);

    /// <summary>Keeps the loaded value until the last participant has left.</summary>
    public void Pin([TakesOwnership] Lease lease)
    {
        lock (_gate)
        {
            if (_participants > 0)
            {
                _pin = lease;
                return;
            }
        }
        lease.Dispose();
    }

    public void End(Exception? failure)
    {
        bool isAwaited;
        lock (_gate)
        {
            _hasEnded = true;
            isAwaited = _participants > 0;
        }

        if (failure is not null)
        {
            Failure = ExceptionDispatchInfo.Capture(failure);
            if (!isAwaited && failure is not OperationCanceledException)
                Trace.TraceError($"ResourceHygiene: a load that nobody waited for any more failed: {failure}");
        }
        _ended.SetResult();
    }

    /// <summary>Whether the caller is, or was started by, this load's loader, directly or through loaders that it waits for.</summary>
    public bool IsAwaitedByCaller()
    {
        for (var load = s_current.Value; load is not null; load = load._outer)
        {
            if (ReferenceEquals(load, this))
                return true;
        }
        return false;
    }

    /// <summary>
    /// Notes that the load whose loader calls waits for this one, until <see cref="EndWait"/>. Throws where this one waits for that, directly or
    /// through others, on whatever flow: neither would ever end.
    /// </summary>
    /// <returns>The load that waits; null where no loader calls.</returns>
    /// <exception cref="InvalidOperationException">Both would wait for each other.</exception>
    public PropertyLoad? BeginWait()
    {
        // What a loader left running when it was done waits for nobody's sake.
        if (s_current.Value is not { Ended.IsCompleted: false } waiter)
            return null;

        lock (s_waits)
        {
            if (Reaches(waiter))
                throw new InvalidOperationException($"The loaders of {waiter.Name} and {Name} wait for each other; let one of them load from what does not depend on the other.");
            waiter._waitsFor.Add(this);
        }
        return waiter;
    }

    /// <summary>Ends what <see cref="BeginWait"/> began.</summary>
    /// <param name="waiter">What that returned.</param>
    public void EndWait(PropertyLoad? waiter)
    {
        if (waiter is null)
            return;

        lock (s_waits)
            waiter._waitsFor.Remove(this);
    }

    private bool Reaches(PropertyLoad other) =>
        !Ended.IsCompleted && (ReferenceEquals(this, other) || _waitsFor.Exists(next => next.Reaches(other)));

    /// <summary>Marks what runs until the end of the scope as this load's loader.</summary>
    public Scope Enter()
    {
        _outer = s_current.Value;
        s_current.Value = this;
        return new(this);
    }

    private Lease TakePin()
    {
        var pin = _pin;
        _pin = default;
        return pin;
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public readonly struct Scope(PropertyLoad load) : IDisposable
    {
        public void Dispose() => s_current.Value = load._outer;
    }
}
