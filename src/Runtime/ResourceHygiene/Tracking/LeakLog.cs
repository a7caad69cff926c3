namespace ResourceHygiene;

/// <summary>Leaks noticed and not yet fetched. Bounded: a program that never fetches them must not grow by them.</summary>
internal sealed class LeakLog
{
    private const int Remembered = 4096;

    private readonly object _gate = new();
    private Queue<LeakRecord> _leaks = new();

    public void Add(in LeakRecord leak)
    {
        lock (_gate)
        {
            if (_leaks.Count == Remembered)
                _leaks.Dequeue();
            _leaks.Enqueue(leak);
        }
    }

    public IReadOnlyList<LeakRecord> Take()
    {
        lock (_gate)
        {
            if (_leaks.Count == 0)
                return [];

            var taken = _leaks.ToArray();
            _leaks = new();
            return taken;
        }
    }
}
