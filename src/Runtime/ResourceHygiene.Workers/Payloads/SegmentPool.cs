using System.Runtime.CompilerServices;

namespace ResourceHygiene.Workers;

/// <summary>
/// Rents segments of shared memory, which payloads between processes lie in, and keeps those that come back for the next payload:
/// a segment's first use costs page faults for every page, any later one none. Every member may be called from any thread.
/// </summary>
/// <remarks>
/// Each segment is tracked. A rented one is leased, and stays; one that is idle is let go by the runtime like anything of low priority,
/// and beyond <see cref="SegmentPoolOptions.MaxIdleBytes"/> by the pool itself, the one idle longest first. Content is not
/// cleared in between: a segment holds what the payload before left, so share a pool only among workers that may see each other's data.
/// </remarks>
public sealed class SegmentPool : ISegmentHome, IDisposable
{
    /// <summary>The resource type of segments.</summary>
    public const string ResourceType = "shared_memory";

    private static readonly Lazy<SegmentPool> s_shared = new(static () => new());
    private static long s_lastId;

    private readonly object _gate = new();
    private readonly IdleSegments _idle = new();
    private readonly ResourceTracker _tracker;
    private readonly SegmentBacking _backing;
    private readonly LeftoverJournal? _journal;
    private readonly long _maxBytes;
    private readonly long _maxIdleBytes;
    private long _bytes;
    private int _segments;
    private long _made;
    private long _rents;
    private bool _isDisposed;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="options">How it makes and keeps segments.</param>
    /// <exception cref="ArgumentException">A limit is not positive, or the directory is no full path.</exception>
    public SegmentPool(SegmentPoolOptions? options = null)
    {
        options ??= new();
        ArgumentException.ThrowIfNullOrEmpty(options.Name, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxIdleBytes ?? 0, nameof(options));
        if (options.Directory is { } directory && !Path.IsPathFullyQualified(directory))
            throw new ArgumentException($"{nameof(SegmentPoolOptions)}.{nameof(Directory)} must be a full path; '{directory}' is relative.", nameof(options));

        Name = options.Name;
        Directory = options.Directory ?? SegmentMemory.DefaultDirectory;
        _tracker = options.Tracker ?? ResourceTracker.Shared;
        _backing = options.Backing;
        _journal = options.Journal;
        _maxBytes = options.MaxBytes;
        _maxIdleBytes = options.MaxIdleBytes ?? Math.Max(256L << 20, GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes / 8);
    }

    /// <summary>Raised when a segment was let go that another process may have mapped, with its number; on the thread that let it go, outside every lock.</summary>
    public event Action<long>? SegmentReleased;

    /// <summary>The pool that workers use where they are given no other.</summary>
    public static SegmentPool Shared => s_shared.Value;

    /// <summary>What people call the pool.</summary>
    public string Name { get; }

    /// <summary>Where the files of its segments lie, where those are files.</summary>
    public string Directory { get; }

    /// <summary>What the pool holds and has done.</summary>
    public SegmentPoolStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return new()
                {
                    Segments = Volatile.Read(ref _segments),
                    Bytes = Interlocked.Read(ref _bytes),
                    IdleSegments = _idle.Count,
                    IdleBytes = _idle.Bytes,
                    Made = Interlocked.Read(ref _made),
                    Rents = Interlocked.Read(ref _rents),
                };
            }
        }
    }

    /// <summary>Rents room for elements. It holds what was there before: write before you read.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="length">How many.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <inheritdoc cref="Rent(long, string, int, string)"/>
    [return: Owned]
    public SharedPayload<T> Rent<T>(int length, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return new(Rent((long)length * Unsafe.SizeOf<T>(), file, line, member), length);
    }

    /// <summary>Copies elements into rented room. <see cref="Rent{T}"/> and writing there does without the copy.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="elements">The elements.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <inheritdoc cref="Rent(long, string, int, string)"/>
    [return: Owned]
    public SharedPayload<T> Copy<T>(ReadOnlySpan<T> elements, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged
    {
        var payload = Rent<T>(elements.Length, file, line, member);
        elements.CopyTo(payload.Span);
        return payload;
    }

    /// <summary>Rents a segment. It holds what was there before: write before you read.</summary>
    /// <param name="bytes">How much room is needed.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or more than any segment has.</exception>
    /// <exception cref="IOException">The system has no memory or no file descriptors left for it.</exception>
    /// <exception cref="InvalidOperationException">It would be more than <see cref="SegmentPoolOptions.MaxBytes"/>, with what is in use.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    [return: Owned]
    public SegmentLease Rent(long bytes, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, SegmentDescriptor.MaxCapacity);
        var sizeClass = SizeClass.Of(bytes);
        while (TakeIdle(sizeClass) is { } idle)
        {
            // Where not, the runtime is letting it go at this moment.
            if (_tracker.TryLease(idle.Handle, out var pin))
                return Lease(idle, pin);
        }
        return Make(SizeClass.BytesOf(sizeClass), new AcquisitionSite(file, line, member));
    }

    /// <summary>Lets idle segments go, the one idle longest first.</summary>
    /// <param name="bytesWanted">How many bytes are enough; all of them where nothing is said.</param>
    /// <returns>Bytes freed.</returns>
    public long Trim(long bytesWanted = long.MaxValue)
    {
        var freed = 0L;
        while (freed < bytesWanted && TakeOldest(static _ => true) is { } oldest)
            freed += Free(oldest);
        return freed;
    }

    /// <summary>Lets idle segments go, and those in use when they come back.</summary>
    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        Trim();
    }

    void ISegmentHome.Return(SegmentLease lease)
    {
        var segment = (SharedSegment)lease.Segment;
        bool isKept;
        lock (_gate)
        {
            isKept = !_isDisposed;
            // Idle before the lease is returned: the runtime then finds it there if it was asked to let it go meanwhile.
            if (isKept)
                _idle.Add(segment);
        }

        lease.Pin.Dispose();
        if (!isKept)
            Free(segment);
        while (TakeOldest(static pool => pool._idle.Bytes > pool._maxIdleBytes) is { } oldest)
            Free(oldest);
    }

    /// <summary>The segment was let go, by whomever.</summary>
    internal void NoteReleased(SharedSegment segment)
    {
        lock (_gate)
            _idle.Remove(segment);
        NoteLost(segment.Memory.Capacity);
        if (segment.IsShared)
            SegmentReleased?.Invoke(segment.Id);
    }

    /// <summary>A segment is gone, if only because nobody gave it back. Also on the finalizer's thread.</summary>
    internal void NoteLost(long capacity)
    {
        Interlocked.Decrement(ref _segments);
        Interlocked.Add(ref _bytes, -capacity);
    }

    private SharedSegment? TakeIdle(int sizeClass)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _idle.Take(sizeClass);
        }
    }

    private SharedSegment? TakeOldest(Func<SegmentPool, bool> isWanted)
    {
        lock (_gate)
        {
            if (_idle.Oldest is not { } oldest || !isWanted(this))
                return null;

            _idle.Remove(oldest);
            return oldest;
        }
    }

    /// <summary>Through the tracker, so that nobody else lets it go as well.</summary>
    private long Free(SharedSegment segment) => _tracker.ReleaseOwned(segment.Handle, segment).BytesFreed;

    private SegmentLease Make(long capacity, in AcquisitionSite site)
    {
        while (true)
        {
            var segment = MakeSegment(capacity);
            segment.Handle = _tracker.Register(segment, new ResourceRegistration
            {
                Type = ResourceType,
                Name = string.Create(null, $"{Name} #{segment.Id}"),
                Bytes = capacity,
                Priority = ReleasePriority.Low,
                Site = site,
            });
            if (_tracker.TryLease(segment.Handle, out var pin))
                return Lease(segment, pin);

            // A clean-up was faster. It is gone, and counted as such.
        }
    }

    private SharedSegment MakeSegment(long capacity)
    {
        try
        {
            // Before anything that lies idle goes to make room: that would not help.
            SegmentMemory.ThrowIfTooLarge(capacity);
        }
        catch (IOException exception)
        {
            throw CannotBeMade(capacity, Interlocked.Read(ref _bytes), exception);
        }
        MakeRoom(capacity);
        try
        {
            var segment = new SharedSegment(this, MakeMemory(capacity), Interlocked.Increment(ref s_lastId));
            Interlocked.Increment(ref _made);
            return segment;
        }
        catch
        {
            NoteLost(capacity);
            throw;
        }
    }

    private SegmentMemory MakeMemory(long capacity)
    {
        while (true)
        {
            try
            {
                return SegmentMemory.Create(_backing, capacity, Directory, _journal);
            }
            catch (IOException) when (Trim() > 0)
            {
                // What lay idle has made room.
                continue;
            }
            catch (IOException exception)
            {
                throw CannotBeMade(capacity, Interlocked.Read(ref _bytes) - capacity, exception);
            }
        }
    }

    private IOException CannotBeMade(long capacity, long inUse, IOException why) => new(
        $"A segment of {ResourceText.Size(capacity)} cannot be made for the pool '{Name}', of which {ResourceText.Size(inUse)} are in use. {why.Message}", why);

    /// <summary>Counts a segment that is about to be made; idle ones go where there would be too many.</summary>
    private void MakeRoom(long capacity)
    {
        Interlocked.Increment(ref _segments);
        var excess = Interlocked.Add(ref _bytes, capacity) - _maxBytes;
        if (excess <= 0 || Trim(excess) >= excess || Interlocked.Read(ref _bytes) <= _maxBytes)
            return;

        NoteLost(capacity);
        throw new InvalidOperationException(
            $"A segment of {ResourceText.Size(capacity)} does not fit into the pool '{Name}': {ResourceText.Size(Interlocked.Read(ref _bytes))} of at most {ResourceText.Size(_maxBytes)} are in use. "
            + $"Dispose payloads earlier, or raise {nameof(SegmentPoolOptions)}.{nameof(SegmentPoolOptions.MaxBytes)}.");
    }

    private SegmentLease Lease(SharedSegment segment, [TakesOwnership] Lease pin)
    {
        Interlocked.Increment(ref _rents);
        var memory = segment.Memory;
        var whole = new SegmentDescriptor
        {
            SegmentId = segment.Id,
            OwnerProcessId = Environment.ProcessId,
            FileDescriptor = memory.FileDescriptor,
            Identity = memory.Identity,
            Generation = ++segment.Generation,
            Capacity = memory.Capacity,
            Length = memory.Capacity,
        };
        return new(this, segment, memory, whole) { Pin = pin };
    }
}
