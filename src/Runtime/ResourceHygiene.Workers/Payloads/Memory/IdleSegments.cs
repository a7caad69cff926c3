namespace ResourceHygiene.Workers;

/// <summary>The segments of a pool that nobody uses, to be found by size and by age. Not thread-safe: the pool has a lock.</summary>
internal sealed class IdleSegments
{
    private readonly LinkedList<SharedSegment>?[] _byClass = new LinkedList<SharedSegment>?[SizeClass.Count];
    private readonly LinkedList<SharedSegment> _byAge = new();

    /// <summary>Their sizes together.</summary>
    public long Bytes { get; private set; }

    public int Count => _byAge.Count;

    /// <summary>The one that was idle longest.</summary>
    public SharedSegment? Oldest => _byAge.First?.Value;

    public void Add(SharedSegment segment)
    {
        var sizeClass = SizeClass.Of(segment.Memory.Capacity);
        (_byClass[sizeClass] ??= new()).AddLast(segment.ByClass);
        _byAge.AddLast(segment.ByAge);
        Bytes += segment.Memory.Capacity;
    }

    /// <summary>Takes the one used last of a class, or of one at most double as large: its pages are there and warm.</summary>
    public SharedSegment? Take(int sizeClass)
    {
        var last = Math.Min(sizeClass + 4, SizeClass.Count - 1);
        for (var candidate = sizeClass; candidate <= last; candidate++)
        {
            if (_byClass[candidate]?.Last is { Value: var segment })
            {
                Remove(segment);
                return segment;
            }
        }
        return null;
    }

    /// <summary>Takes one out; does nothing where it is not idle.</summary>
    public bool Remove(SharedSegment segment)
    {
        if (segment.ByAge.List is null)
            return false;

        segment.ByClass.List!.Remove(segment.ByClass);
        _byAge.Remove(segment.ByAge);
        Bytes -= segment.Memory.Capacity;
        return true;
    }
}
