using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>
/// The shares of all threads in one tracker. A share outlives its thread, as its counters go on counting; the next new thread takes it over.
/// So there are at most as many as threads ever used the tracker at the same time.
/// </summary>
internal sealed class ThreadShares
{
    private const int Remembered = 8;

    private static int s_ordinals;

    // By the tracker's ordinal; several trackers may take turns at a place.
    [ThreadStatic]
    private static ThreadShare?[]? t_recent;

    private readonly object _key = new();
    private readonly int _place = Interlocked.Increment(ref s_ordinals) & (Remembered - 1);
    private readonly object _gate = new();
    private ThreadShare[] _all = [];

    /// <summary>All shares, as they are now.</summary>
    public ThreadShare[] All => Volatile.Read(ref _all);

    /// <summary>The share of the calling thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ThreadShare Mine()
    {
        var recent = t_recent;
        if (recent is not null && recent[_place] is { } share && ReferenceEquals(share.Key, _key))
            return share;
        return FindMine();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ThreadShare FindMine()
    {
        var me = Thread.CurrentThread;
        ThreadShare? mine;
        lock (_gate)
        {
            mine = Array.Find(_all, share => share.Owner == me) ?? Array.Find(_all, static share => !share.Owner.IsAlive);
            if (mine is null)
            {
                mine = new ThreadShare(_key, me);
                Volatile.Write(ref _all, [.. _all, mine]);
            }
            mine.Owner = me;
        }

        (t_recent ??= new ThreadShare?[Remembered])[_place] = mine;
        return mine;
    }
}
