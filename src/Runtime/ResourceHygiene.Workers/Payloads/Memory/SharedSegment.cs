namespace ResourceHygiene.Workers;

/// <summary>
/// One segment of a pool. Tracked from its making to its end; while it is rented it is leased, so that the runtime lets go of those
/// only that nobody uses.
/// </summary>
internal sealed class SharedSegment : IReleasable
{
    private readonly SegmentPool _pool;
    private volatile bool _isReleased;

    public SharedSegment(SegmentPool pool, SegmentMemory memory, long id)
    {
        _pool = pool;
        Memory = memory;
        Id = id;
        ByClass = new(this);
        ByAge = new(this);
    }

    // What is rented hangs on its user alone: dropped without a return it is collected, the memory by its own handles,
    // and the tracker reports the leak. The pool must know that it is gone.
    ~SharedSegment()
    {
        if (!_isReleased)
            _pool.NoteLost(Memory.Capacity);
    }

    public SegmentMemory Memory { get; }

    public long Id { get; }

    /// <summary>The registration. Set once, before anybody else sees the segment.</summary>
    public ResourceHandle Handle { get; set; }

    /// <summary>How often it was rented. Changed by whoever just rented it.</summary>
    public uint Generation { get; set; }

    /// <summary>Whether it was ever described to another process, which may map it still.</summary>
    public bool IsShared { get; set; }

    /// <summary>Its place among idle segments of its size; guarded by the pool's lock, as <see cref="ByAge"/> is.</summary>
    public LinkedListNode<SharedSegment> ByClass { get; }

    public LinkedListNode<SharedSegment> ByAge { get; }

    /// <summary>Gives the memory back. The tracker calls it once, and never under a lease.</summary>
    public ReleaseOutcome Release(in ReleaseContext context)
    {
        _isReleased = true;
        if (IsShared)
            Memory.FreePages();
        Memory.Dispose();
        _pool.NoteReleased(this);
        return ReleaseOutcome.Released(Memory.Capacity);
    }
}
