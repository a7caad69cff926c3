namespace ResourceHygiene;

/// <summary>
/// The one word that decides every race about an entry; it only ever changes by compare-and-swap.
/// <code>
/// 63..24 generation | 23 updating | 22 live | 21 closing | 20..18 pending reason + 1 | 17..0 leases
/// </code>
/// </summary>
/// <remarks>
/// The generation makes a handle to a reused slot stale: 40 bits last for a day and a half of nothing but reuse of one
/// slot at 8 ns, and the slot is then retired rather than wrapped. "Updating" is held for a few instructions while size
/// and totals change together; it delays nothing but the removal of the entry and another update.
/// </remarks>
internal readonly record struct SlotState(ulong Word)
{
    /// <summary>Reached only by a slot that must not be used again; no entry ever has it.</summary>
    public const ulong RetiredGeneration = (1UL << 40) - 1;

    public const int MaxLeases = (1 << 18) - 1;
    public const ulong UpdatingBit = 1UL << 23;

    private const ulong LiveBit = 1UL << 22;
    private const ulong ClosingBit = 1UL << 21;
    private const int PendingShift = 18;
    private const ulong PendingMask = 7UL << PendingShift;
    private const ulong LeaseMask = (1UL << 18) - 1;

    public ulong Generation => Word >> ResourceHandle.IndexBits;

    public bool IsLive => (Word & LiveBit) != 0;

    /// <summary>A release was claimed: exactly one caller is carrying it out.</summary>
    public bool IsClosing => (Word & ClosingBit) != 0;

    public bool IsUpdating => (Word & UpdatingBit) != 0;

    /// <summary>In service: not leased, and no release has begun or is pending.</summary>
    public bool IsFree => (Word & (LiveBit | ClosingBit | PendingMask | LeaseMask)) == LiveBit;

    public int Leases => (int)(Word & LeaseMask);

    /// <summary>The reason of a release that waits for the last lease, or for a claimed release that may yet be given up.</summary>
    public ReleaseReason? Pending => (Word & PendingMask) == 0 ? null : (ReleaseReason)(((Word & PendingMask) >> PendingShift) - 1);

    public static SlotState Free(ulong generation) => new(generation << ResourceHandle.IndexBits);

    public static SlotState Live(ulong generation) => new((generation << ResourceHandle.IndexBits) | LiveBit);

    public bool Names(ResourceHandle handle) => IsLive && Generation == handle.Generation;

    /// <summary>Whether a lease can be had: the entry is live and no release of it has begun or waits.</summary>
    public bool CanBePinned(ResourceHandle handle, bool onlyIfUnleased) =>
        (Word & ~(LeaseMask | UpdatingBit)) == Live(handle.Generation).Word && !(onlyIfUnleased && Leases > 0);

    /// <summary>Whether there is a lease to return and nothing else to do: no release has begun or waits.</summary>
    public bool IsOnlyLeased(ResourceHandle handle) => (Word & ~LeaseMask) == Live(handle.Generation).Word && (Word & LeaseMask) != 0;

    public SlotState WithLease() => new(Word + 1);

    public SlotState WithoutLease() => new(Word - 1);

    public SlotState Claimed() => new((Word & ~PendingMask) | ClosingBit);

    public SlotState Unclaimed() => new(Word & ~(ClosingBit | PendingMask));

    public SlotState WithPending(ReleaseReason reason) => new((Word & ~PendingMask) | ((ulong)(reason + 1) << PendingShift));

    public SlotState WithUpdating() => new(Word | UpdatingBit);

    /// <summary>What follows the removal of the entry: the next generation, free.</summary>
    public SlotState Removed() => Free(Generation + 1);
}
