using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>The last few of something. Takes a lock, as it is written seldom and no user code runs inside it.</summary>
internal sealed class RecentList<T>(int capacity)
{
    private readonly object _gate = new();
    private readonly Queue<T> _items = new();

    public void Add(T item)
    {
        lock (_gate)
        {
            if (_items.Count == capacity)
                _items.Dequeue();
            _items.Enqueue(item);
        }
    }

    public ImmutableArray<T> Read()
    {
        lock (_gate)
            return [.. _items];
    }
}

/// <summary>What went wrong while pressure was watched: the last few, and those who want to know at once.</summary>
internal sealed class PressureLog(TimeProvider time)
{
    private const int Remembered = 64;

    private readonly RecentList<PressureFailure> _failures = new(Remembered);

    public event Action<PressureFailure>? Failed;

    public ImmutableArray<PressureFailure> Failures => _failures.Read();

    public void Add(string source, Exception exception)
    {
        var failure = new PressureFailure(time.GetUtcNow(), source, exception);
        _failures.Add(failure);
        foreach (var subscriber in Failed?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action<PressureFailure>)subscriber)(failure);
            }
            catch (Exception thrown)
            {
                // Recorded, but not announced: its announcement would throw again.
                _failures.Add(new(failure.At, "a subscriber of Failed", thrown));
            }
        }
    }
}
