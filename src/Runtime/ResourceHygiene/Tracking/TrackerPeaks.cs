using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>
/// Peaks over all types: since the tracker was made, and in any number of scopes that may overlap. The hot path knows nothing of scopes:
/// it keeps one peak, that of the present segment. A segment ends where a scope begins; its peak then goes to everybody
/// who was open meanwhile.
/// </summary>
internal sealed class TrackerPeaks(ThreadShares shares, Func<TrackerTotals> sums)
{
    private readonly object _gate = new();
    private readonly Gauge _bytes = new();
    private readonly Gauge _live = new();
    private Scope[] _scopes = new Scope[4];
    private int _segment;
    private long _peakBytes;
    private long _peakLive;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref ShareCore core, long live, long bytes)
    {
        if (core.Segment != Volatile.Read(ref _segment))
            EnterSegment(ref core);
        if (live != 0)
            _live.AddCount(ref core.Live, live);
        if (bytes != 0)
            _bytes.AddBytes(ref core.Bytes, bytes);
    }

    /// <summary>Bytes of all types, at all locations.</summary>
    public long SumOfBytes() => _bytes.Sum(Bytes);

    /// <summary>Opens a scope; its place, and a version that tells it from others that had the same place.</summary>
    public (int Place, int Version) Begin()
    {
        lock (_gate)
        {
            var (bytes, live) = Distribute();
            var place = Array.FindIndex(_scopes, static scope => !scope.IsOpen);
            if (place < 0)
            {
                place = _scopes.Length;
                Array.Resize(ref _scopes, 2 * place);
            }

            ref var scope = ref _scopes[place];
            scope.IsOpen = true;
            scope.Version++;
            scope.Start = sums();
            (scope.PeakBytes, scope.PeakLive) = (bytes, live);
            return (place, scope.Version);
        }
    }

    /// <summary>What happened since a scope began; null if it was closed.</summary>
    public TrackerStatistics? Read(int place, int version, bool close)
    {
        lock (_gate)
        {
            ref var scope = ref _scopes[place];
            if (!scope.IsOpen || scope.Version != version)
                return null;

            Note();
            if (close)
                scope.IsOpen = false;
            return Since(scope.Start, scope.PeakBytes, scope.PeakLive);
        }
    }

    /// <summary>What happened since the tracker was made.</summary>
    public TrackerStatistics Read()
    {
        lock (_gate)
        {
            Note();
            return Since(default, _peakBytes, _peakLive);
        }
    }

    private TrackerStatistics Since(in TrackerTotals start, long peakBytes, long peakLive)
    {
        var now = sums();
        return new(
            now.Registered - start.Registered,
            now.Released - start.Released,
            now.Leaked - start.Leaked,
            start.Live,
            now.Live,
            Math.Max(peakLive, Math.Max(start.Live, now.Live)),
            start.Bytes,
            now.Bytes,
            Math.Max(peakBytes, Math.Max(start.Bytes, now.Bytes)));
    }

    /// <summary>Tells everybody the peak of the segment so far.</summary>
    private void Note() => Note(_bytes.Peak(Bytes), _live.Peak(Live));

    private void Note(long bytes, long live)
    {
        Raise(ref _peakBytes, bytes);
        Raise(ref _peakLive, live);
        foreach (ref var scope in _scopes.AsSpan())
        {
            if (scope.IsOpen)
            {
                Raise(ref scope.PeakBytes, bytes);
                Raise(ref scope.PeakLive, live);
            }
        }

        static void Raise(ref long peak, long value) => peak = Math.Max(peak, value);
    }

    /// <summary>Ends the segment and begins the next; what it begins with.</summary>
    private (long Bytes, long Live) Distribute()
    {
        Note(_bytes.Restart(Bytes), _live.Restart(Live));
        // Threads forget their marks when they next change something, and until then nobody looks at them.
        Volatile.Write(ref _segment, _segment + 1);
        return (_bytes.Sum(Bytes), _live.Sum(Live));
    }

    private Cells Bytes => new(shares.All, _segment, ofBytes: true);

    private Cells Live => new(shares.All, _segment, ofBytes: false);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EnterSegment(ref ShareCore core)
    {
        var segment = Volatile.Read(ref _segment);
        Volatile.Write(ref core.Bytes.High, core.Bytes.Pending);
        Volatile.Write(ref core.Live.High, core.Live.Pending);
        Volatile.Write(ref core.Segment, segment);
    }

    private struct Scope
    {
        public bool IsOpen;
        public int Version;
        public TrackerTotals Start;
        public long PeakBytes;
        public long PeakLive;
    }

    private readonly struct Cells(ThreadShare[] all, int segment, bool ofBytes) : IGaugeCells
    {
        public int Count => all.Length;

        public ref readonly GaugeCell At(int thread) => ref ofBytes ? ref all[thread].Core.Bytes : ref all[thread].Core.Live;

        public bool IsMarkOfNow(int thread) => Volatile.Read(ref all[thread].Core.Segment) == segment;
    }
}
