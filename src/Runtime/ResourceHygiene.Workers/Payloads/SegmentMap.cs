namespace ResourceHygiene.Workers;

/// <summary>
/// Opens segments that another process describes, and keeps them mapped: opening one again costs no more than a look-up. Every
/// member may be called from any thread.
/// </summary>
/// <remarks>
/// A description is not believed: what it names must be that segment and no other file, at least as large as said, and sealed so
/// that it stays so; the part must lie within. Else a process that is broken could end this one by shortening what it reads.
/// </remarks>
public sealed class SegmentMap : ISegmentHome, IDisposable
{
    private const int MaxMappings = 256;

    private readonly object _gate = new();
    private readonly Dictionary<(int OwnerProcessId, long SegmentId), Mapping> _mappings = [];
    private readonly string _directory;
    private long _clock;
    private bool _isDisposed;

    /// <summary>Makes a map without any mapping.</summary>
    /// <param name="directory">Where the segments' files lie, where those are files: <see cref="SegmentPool.Directory"/> of the process that makes them.</param>
    public SegmentMap(string? directory = null) => _directory = directory ?? SegmentMemory.DefaultDirectory;

    /// <summary>How many segments are mapped.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _mappings.Count;
        }
    }

    /// <summary>Opens the described part as elements.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="descriptor">Where it lies.</param>
    /// <returns>The payload; disposing it leaves the segment mapped for the next.</returns>
    /// <exception cref="InvalidDataException">What it describes is not there as described, or is no whole number of elements.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="ObjectDisposedException">The map was disposed.</exception>
    [return: Owned]
    public SharedPayload<T> Open<T>(in SegmentDescriptor descriptor)
        where T : unmanaged
    {
        var length = descriptor.CountOf<T>();
        return new(Open(descriptor), length, descriptor.Offset);
    }

    /// <summary>Opens the described segment.</summary>
    /// <param name="descriptor">Which.</param>
    /// <exception cref="InvalidDataException">What it describes is not there as described.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="ObjectDisposedException">The map was disposed.</exception>
    [return: Owned]
    public SegmentLease Open(in SegmentDescriptor descriptor)
    {
        if (!descriptor.IsWellFormed)
            throw new InvalidDataException($"The {descriptor} is refused: it is no part of a segment.");

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var key = (descriptor.OwnerProcessId, descriptor.SegmentId);
            if (!_mappings.TryGetValue(key, out var mapping))
            {
                MakeRoom();
                _mappings.Add(key, mapping = new(SegmentMemory.Open(descriptor, _directory), descriptor));
            }
            mapping.BeginUse(descriptor, ++_clock);
            return new(this, mapping, mapping.Memory, descriptor with { Offset = 0, Length = descriptor.Capacity });
        }
    }

    /// <summary>Gives mappings of a segment up, as its owner has let it go; those in use when they are disposed.</summary>
    /// <param name="segmentId">The segment's number.</param>
    /// <returns>Whether it was mapped.</returns>
    public bool Forget(long segmentId)
    {
        lock (_gate)
        {
            var found = false;
            foreach (var (key, mapping) in _mappings)
            {
                if (key.SegmentId == segmentId)
                {
                    // Removing while one goes through a dictionary is allowed.
                    _mappings.Remove(key);
                    mapping.Forget();
                    found = true;
                }
            }
            return found;
        }
    }

    /// <summary>Gives all mappings up; those in use when they are disposed.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var mapping in _mappings.Values)
                mapping.Forget();
            _mappings.Clear();
        }
    }

    void ISegmentHome.Return(SegmentLease lease)
    {
        lock (_gate)
            ((Mapping)lease.Segment).EndUse();
    }

    /// <summary>Gives up what was not used for longest, where there are too many mappings.</summary>
    private void MakeRoom()
    {
        if (_mappings.Count < MaxMappings)
            return;

        foreach (var (key, mapping) in _mappings.Where(static pair => !pair.Value.IsUsed).OrderBy(static pair => pair.Value.LastUse).Take(MaxMappings / 4).ToArray())
        {
            _mappings.Remove(key);
            mapping.Forget();
        }
    }

    /// <summary>A segment that is mapped. Guarded by the map's lock.</summary>
    private sealed class Mapping(SegmentMemory memory, SegmentDescriptor first)
    {
        private SegmentDescriptor _last = first;
        private long _mappedTo;
        private int _uses;
        private bool _isForgotten;

        public SegmentMemory Memory => memory;

        public bool IsUsed => _uses > 0;

        public long LastUse { get; private set; }

        public void BeginUse(in SegmentDescriptor descriptor, long now)
        {
            if (descriptor.Identity != _last.Identity || descriptor.Capacity != _last.Capacity || descriptor.FileDescriptor != _last.FileDescriptor)
                throw new InvalidDataException($"The {descriptor} is refused: a segment of that number was another one before.");
            if (descriptor.Generation < _last.Generation)
                throw new InvalidDataException($"The {descriptor} is refused: the segment was rented again since.");

            _last = descriptor;
            _uses++;
            LastUse = now;
            var end = descriptor.Offset + descriptor.Length;
            if (end > _mappedTo)
            {
                var start = Math.Max(descriptor.Offset, _mappedTo);
                memory.MapPages(start, end - start);
                _mappedTo = end;
            }
        }

        public void EndUse()
        {
            if (--_uses == 0 && _isForgotten)
                memory.Dispose();
        }

        public void Forget()
        {
            _isForgotten = true;
            if (_uses == 0)
                memory.Dispose();
        }
    }
}
