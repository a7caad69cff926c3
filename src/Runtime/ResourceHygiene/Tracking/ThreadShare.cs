using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResourceHygiene;

/// <summary>
/// What one thread keeps of one tracker: free slots and its part of all counters. Only that thread writes here, without
/// a lock or an atomic instruction; others read. Arrays begin and end with elements that nobody uses, so that no two threads
/// write to the same cache line, wherever the garbage collector moves them.
/// </summary>
internal sealed class ThreadShare
{
    private const int FreeCapacity = 2 * SlotTable.BlockSize;
    private const int IntsOfPadding = 32;
    private const int LocationsOfPadding = 8;

    private readonly int[] _free = new int[IntsOfPadding + FreeCapacity + IntsOfPadding];
    private readonly ShareCore[] _core = new ShareCore[3];
    private AccountCell[] _accounts = new AccountCell[2];
    private GaugeCell[] _locations = new GaugeCell[1 + (2 * LocationsOfPadding)];

    public ThreadShare(object key, Thread owner)
    {
        Key = key;
        Owner = owner;
    }

    /// <summary>Stands for the tracker, which the share of a living thread must not keep alive.</summary>
    public object Key { get; }

    /// <summary>Whose share it is. A thread that has ended leaves it to the next.</summary>
    public Thread Owner { get; set; }

    /// <summary>What is not of a type.</summary>
    public ref ShareCore Core => ref _core[1];

    /// <summary>Takes a free slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Rent(SlotTable slots)
    {
        ref var core = ref Core;
        if (core.FreeCount == 0)
            Refill(slots);
        return _free[IntsOfPadding + --core.FreeCount];
    }

    /// <summary>Keeps a slot that has become free, or gives a block of them to other threads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return(SlotTable slots, int index)
    {
        ref var core = ref Core;
        if (core.FreeCount == FreeCapacity)
            Shed(slots);
        _free[IntsOfPadding + core.FreeCount++] = index;
    }

    /// <summary>The share's counters of a type; for the owner.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref AccountCell Of(TypeAccount account)
    {
        var index = account.Ordinal + 1;
        if (index >= _accounts.Length - 1)
            Grow(ref _accounts, index + 2);
        return ref _accounts[index];
    }

    /// <summary>The share's bytes at a location; for the owner.</summary>
    public ref GaugeCell Of(ResourceLocation location)
    {
        var index = location.Code + LocationsOfPadding;
        if (index >= _locations.Length - LocationsOfPadding)
            Grow(ref _locations, index + 1 + LocationsOfPadding);
        return ref _locations[index];
    }

    /// <summary>One of every so many registrations.</summary>
    public bool IsNth(int n)
    {
        ref var core = ref Core;
        if (++core.Samples < n)
            return false;

        core.Samples = 0;
        return true;
    }

    /// <summary>Reads, on any thread, the counters of a type.</summary>
    public ref readonly AccountCell Peek(TypeAccount account)
    {
        var accounts = Volatile.Read(ref _accounts);
        // The first element is padding, and always zero.
        return ref accounts[account.Ordinal + 1 < accounts.Length - 1 ? account.Ordinal + 1 : 0];
    }

    /// <summary>Reads, on any thread, the bytes at a location.</summary>
    public ref readonly GaugeCell Peek(ResourceLocation location)
    {
        var locations = Volatile.Read(ref _locations);
        var index = location.Code + LocationsOfPadding;
        return ref locations[index < locations.Length - LocationsOfPadding ? index : 0];
    }

    private void Refill(SlotTable slots) => Core.FreeCount = slots.Take(_free.AsSpan(IntsOfPadding, SlotTable.BlockSize));

    private void Shed(SlotTable slots)
    {
        // The oldest: what was used last is still in this processor's cache.
        var free = _free.AsSpan(IntsOfPadding, FreeCapacity);
        slots.Return(free[..SlotTable.BlockSize]);
        free[SlotTable.BlockSize..].CopyTo(free);
        Core.FreeCount -= SlotTable.BlockSize;
    }

    /// <summary>Readers of the old array miss what is counted from now on, until they look again.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Grow<T>(ref T[] cells, int length)
    {
        var grown = new T[Math.Max(length, cells.Length * 2)];
        cells.CopyTo(grown, 0);
        Volatile.Write(ref cells, grown);
    }
}

/// <summary>One thread's free slots and its counters of all types together.</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal struct ShareCore
{
    public GaugeCell Bytes;
    public GaugeCell Live;

    /// <summary>In which segment the marks of both were made; see <see cref="TrackerPeaks"/>.</summary>
    public int Segment;

    /// <summary>How many free slots the share holds.</summary>
    public int FreeCount;

    /// <summary>Registrations since one was sampled.</summary>
    public int Samples;
}

/// <summary>One thread's counters of one resource type.</summary>
internal struct AccountCell
{
    public long Registered;
    public long Released;
    public long Leaked;
    public long BytesFreed;
    public long BusyTicks;
    public GaugeCell Bytes;
}
