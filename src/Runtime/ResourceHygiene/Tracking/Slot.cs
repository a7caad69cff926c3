using System.Collections.Immutable;
using System.Diagnostics;

namespace ResourceHygiene;

/// <summary>
/// One entry. Everything but the first four words is written before <see cref="State"/> says live and stays as it is
/// until the generation has moved on, so a reader who finds the same generation afterwards has read one entry.
/// </summary>
internal struct Slot
{
    /// <summary>The part of a footprint that is the location's code.</summary>
    public const ulong LocationMask = ushort.MaxValue;

    public ulong State;

    /// <summary>Generation above a 24-bit count of live entries that depend on this one, so that a late decrement cannot hit a successor.</summary>
    public ulong Dependents;

    /// <summary>Size above a 16-bit location code: the pair changes in one write.</summary>
    public ulong Footprint;

    public long LastUse;

    /// <summary>
    /// Kept for the slot's life and pointed at one resource after another. Short: it forgets the resource before its finalizer
    /// runs, so that nobody is ever handed one that is being finalized.
    /// </summary>
    public WeakReference<object> Target;

    public TypeAccount Account;
    public string? Name;
    public ImmutableArray<ResourceHandle> DependsOn;
    public AcquisitionSite Site;
    public TimeSpan Retention;
    public int Uses;

    public ReleasePriority Priority;

    /// <summary>Whether it is reported if the garbage collector takes it.</summary>
    public bool IsWatched;

    /// <summary>Where it was registered, if that is asked for.</summary>
    public StackTrace? Trace;

    public readonly SlotState ReadState() => new(Volatile.Read(in State));

    public bool TryChange(SlotState from, SlotState to) => Interlocked.CompareExchange(ref State, to.Word, from.Word) == from.Word;

    public static ulong PackFootprint(long bytes, ResourceLocation location) => ((ulong)bytes << 16) | location.Code;

    public static (long Bytes, ResourceLocation Location) UnpackFootprint(ulong footprint) =>
        ((long)(footprint >> 16), new ResourceLocation((ushort)footprint));
}
