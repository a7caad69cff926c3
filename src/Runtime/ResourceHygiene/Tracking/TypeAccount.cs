using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResourceHygiene;

/// <summary>
/// Counters of one resource type. What every release counts lies in the shares of the threads; what is rare lies here. Each number
/// is exact; two read one after the other may be from neighbouring moments.
/// </summary>
internal sealed class TypeAccount(string type, int ordinal, ThreadShares shares)
{
    private readonly Gauge _bytes = new();
    private long _refused;
    private long _deferred;
    private long _kept;
    /// <summary>Here from the beginning, as releases must get on with a heap that is full.</summary>
    private readonly long[] _durations = new long[DurationBuckets.Count];

    private long _failed;
    private long _failedParts;
    private long _overrun;
    private long _reduced;

    public string Type { get; } = type;

    /// <summary>What a watcher of releases keeps here to find it again at once. Replaced, never changed.</summary>
    public object? WatchersNote { get; set; }

    /// <summary>Where the shares keep their part.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>The class for which a release of this type was last found to run nothing, and by which state of the handlers.</summary>
    public PassiveClass? Passive { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddBytes(ref AccountCell cell, long difference) => _bytes.AddBytes(ref cell.Bytes, difference);

    /// <summary>Counts the outcome of one attempt.</summary>
    public void AddAttempt(ThreadShare share, in ReleaseResult result)
    {
        switch (result.Status)
        {
            case ReleaseStatus.Leased:
                Interlocked.Increment(ref _refused);
                break;
            case ReleaseStatus.Deferred:
                Interlocked.Increment(ref _deferred);
                break;
            case ReleaseStatus.Kept:
                Interlocked.Increment(ref _kept);
                break;
            case ReleaseStatus.Failed:
                Interlocked.Increment(ref _failed);
                break;
            case ReleaseStatus.Reduced:
                Interlocked.Increment(ref _reduced);
                break;
            case ReleaseStatus.Overrun:
                Interlocked.Increment(ref _overrun);
                break;
            default:
                break;
        }

        if (result.BytesFreed > 0 || result.Duration > TimeSpan.Zero)
            AddFreed(ref share.Of(this), result.BytesFreed, result.Duration);
        if (result.Duration > TimeSpan.Zero)
            DurationBuckets.Add(_durations, result.Duration);
    }

    /// <summary>Counts a trim, an offload, or a handler that was left behind.</summary>
    public void AddPart(ThreadShare share, in ReleaseResult result)
    {
        // Unlike a release that failed, one that only was to free a part leaves the entry live.
        if (result.Status == ReleaseStatus.Failed)
            Interlocked.Increment(ref _failedParts);
        AddAttempt(share, result);
    }

    public static void AddFreed(ref AccountCell cell, long bytes, TimeSpan busy)
    {
        Volatile.Write(ref cell.BytesFreed, cell.BytesFreed + Math.Max(0, bytes));
        Volatile.Write(ref cell.BusyTicks, cell.BusyTicks + Math.Max(0, busy.Ticks));
    }

    public ResourceTypeTotals Totals()
    {
        var cells = new Cells(shares.All, this);
        // Ends are read before beginnings: an entry that ends in between must not make the difference negative.
        var (released, leaked, registered) = (0L, 0L, 0L);
        foreach (var share in cells.Shares)
        {
            released += Volatile.Read(in share.Peek(this).Released);
            leaked += Volatile.Read(in share.Peek(this).Leaked);
        }
        foreach (var share in shares.All)
            registered += Volatile.Read(in share.Peek(this).Registered);

        var bytes = _bytes.Sum(cells);
        return new(Type, registered - released - leaked, bytes, Math.Max(bytes, _bytes.Peak(cells)), registered, released, leaked);
    }

    public ReleaseCounts Counts()
    {
        var (released, freed, busy) = (0L, 0L, 0L);
        foreach (var share in shares.All)
        {
            ref readonly var cell = ref share.Peek(this);
            released += Volatile.Read(in cell.Released);
            freed += Volatile.Read(in cell.BytesFreed);
            busy += Volatile.Read(in cell.BusyTicks);
        }
        var (refused, deferred, kept, reduced) =
            (Volatile.Read(ref _refused), Volatile.Read(ref _deferred), Volatile.Read(ref _kept), Volatile.Read(ref _reduced));
        return new(released, refused, deferred, kept, Volatile.Read(ref _failed), reduced, freed, TimeSpan.FromTicks(busy))
        {
            Attempts = released + refused + deferred + kept + reduced + Volatile.Read(ref _failedParts),
            Overrun = Volatile.Read(ref _overrun),
        };
    }

    /// <summary>How many attempts took how long; see <see cref="DurationBuckets"/>.</summary>
    public ImmutableArray<long> Durations()
    {
        var counts = new long[DurationBuckets.Count];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = Volatile.Read(ref _durations[i]);
        return ImmutableCollectionsMarshal.AsImmutableArray(counts);
    }

    private readonly struct Cells(ThreadShare[] all, TypeAccount account) : IGaugeCells
    {
        public ThreadShare[] Shares => all;

        public int Count => all.Length;

        public ref readonly GaugeCell At(int thread) => ref all[thread].Peek(account).Bytes;

        public bool IsMarkOfNow(int thread) => true;
    }
}

/// <summary>A class whose releases run nothing.</summary>
/// <param name="Class">The class.</param>
/// <param name="HandlersVersion">The state of the handlers for which that was found.</param>
internal sealed record PassiveClass(Type Class, int HandlersVersion);
