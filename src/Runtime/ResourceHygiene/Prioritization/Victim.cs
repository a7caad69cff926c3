using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>What decides about one resource, packed so that most comparisons are one of two words.</summary>
internal struct Victim
{
    /// <summary>The tree: rank, then idle time, the longest first. The score: the score.</summary>
    public ulong High;

    /// <summary>The tree: size where room is wanted, the largest first, then uses. The score: idle time, the longest first.</summary>
    public ulong Low;

    /// <summary>Makes the order the same each time.</summary>
    public ulong Handle;

    /// <summary>Bytes where room is wanted, as they are now; 0 for what only makes way.</summary>
    public long Bytes;

    public int Type;
    public VictimTraits Traits;

    /// <summary>The highest of its own priority and those of everything that depends on it.</summary>
    public ReleasePriority Priority;

    public readonly bool Is(VictimTraits trait) => (Traits & trait) != 0;

    /// <summary>Whether it goes before another of the same tier.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsBefore(in Victim other)
    {
        if (High != other.High)
            return High < other.High;
        return Low != other.Low ? Low < other.Low : Handle < other.Handle;
    }

    public readonly int CompareTo(in Victim other) => IsBefore(other) ? -1 : other.IsBefore(this) ? 1 : 0;
}

/// <summary>What is known about a resource, and what became of it in this run.</summary>
[Flags]
internal enum VictimTraits
{
    None = 0,
    CanTrim = 1 << 0,
    CanOffload = 1 << 1,
    IsExpired = 1 << 2,
    IsActive = 1 << 3,

    /// <summary>Its type goes in parts.</summary>
    IsIncremental = 1 << 4,

    /// <summary>Of a type whose threshold is not reached, and not expired.</summary>
    BelowThreshold = 1 << 5,

    /// <summary>Frees something where room is wanted, or makes way for what does.</summary>
    IsCandidate = 1 << 6,

    /// <summary>Leased, or a release of it has begun or is pending.</summary>
    IsHeld = 1 << 7,

    /// <summary>No more of its type may go.</summary>
    IsKept = 1 << 8,

    /// <summary>A verdict was handed out; without news of what became of it, it stays.</summary>
    IsTaken = 1 << 9,

    WasTrimmed = 1 << 10,
    WasOffloaded = 1 << 11,
    WasReleased = 1 << 12,

    /// <summary>No longer there, or done with.</summary>
    IsGone = 1 << 13,

    /// <summary>Itself frees something where room is wanted.</summary>
    Frees = 1 << 14,

    /// <summary>Frees nothing itself, but something that it needs is expired.</summary>
    MakesWayForExpired = 1 << 15,

    IsLeased = 1 << 16,
}

/// <summary>The actions that are open to a resource just now.</summary>
[Flags]
internal enum VictimActions : byte
{
    None = 0,
    Trim = 1,
    Offload = 2,
    Release = 4,

    /// <summary>Together with <see cref="Trim"/>: its type goes in parts.</summary>
    Part = 8,
    Any = Trim | Offload | Release | Part,
}
