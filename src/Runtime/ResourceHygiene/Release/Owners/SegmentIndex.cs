using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// A growing sequence of segments, such as subtitles, of which the newest matter most: a trim drops the oldest, only as many
/// as are needed, and reports what those really occupied. Every member may be called from any thread.
/// </summary>
/// <typeparam name="T">One segment.</typeparam>
public sealed class SegmentIndex<T> : ITrimmable, ISizedResource, IReleasable, IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<(T Segment, long Bytes)> _segments = new();
    private readonly int _keepNewest;
    private long _bytes;
    private bool _isReleased;

    /// <summary>Makes an empty index.</summary>
    /// <param name="keepNewest">How many segments a trim leaves at least.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public SegmentIndex(int keepNewest = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keepNewest);
        _keepNewest = keepNewest;
    }

    /// <summary>How many segments there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _segments.Count;
        }
    }

    /// <summary>The sizes of all segments together, in bytes.</summary>
    public long SizeInBytes
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <summary>The segments, oldest first. A copy.</summary>
    public ImmutableArray<T> Segments
    {
        get
        {
            lock (_gate)
                return [.. _segments.Select(static entry => entry.Segment)];
        }
    }

    /// <summary>Adds the newest segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="bytes">What it occupies; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    /// <exception cref="ObjectDisposedException">The index was released.</exception>
    public void Add(T segment, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isReleased, this);
            _segments.Enqueue((segment, bytes));
            _bytes += bytes;
        }
    }

    /// <summary>Drops the oldest segments until as many bytes are free as wanted, and keeps the newest ones in any case.</summary>
    /// <param name="request">How much is wanted.</param>
    /// <returns>What the dropped segments occupied, in bytes.</returns>
    public long Trim(TrimRequest request)
    {
        long freed = 0;
        lock (_gate)
        {
            while (freed < request.BytesWanted && _segments.Count > _keepNewest)
                freed += _segments.Dequeue().Bytes;
            _bytes -= freed;
        }
        return freed;
    }

    /// <summary>Drops all segments, once; none can be added afterwards.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isReleased = true;
            _segments.Clear();
            _bytes = 0;
        }
    }

    /// <inheritdoc/>
    ReleaseOutcome IReleasable.Release(in ReleaseContext context)
    {
        var freed = SizeInBytes;
        Dispose();
        return ReleaseOutcome.Released(freed);
    }
}
