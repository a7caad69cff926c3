namespace ResourceHygiene;

/// <summary>
/// Names one registration in one <see cref="ResourceTracker"/>. A handle stays cheap and safe to keep after its resource
/// is gone: its place may be used again, but the tracker then refuses the old handle instead of misreading it.
/// The default value is <see cref="None"/>.
/// </summary>
public readonly struct ResourceHandle : IEquatable<ResourceHandle>
{
    internal const int IndexBits = 24;
    internal const ulong IndexMask = (1UL << IndexBits) - 1;

    internal ResourceHandle(ulong generation, int index) => Value = (generation << IndexBits) | (uint)index;

    /// <param name="value">The 64 bits of another handle.</param>
    internal ResourceHandle(ulong value) => Value = value;

    /// <summary>The handle that names nothing.</summary>
    public static ResourceHandle None => default;

    /// <summary>Whether this is <see cref="None"/>.</summary>
    public bool IsNone => Value == 0;

    /// <summary>The 64 bits of the handle: a 40-bit generation above a 24-bit slot index. For logs; 0 is <see cref="None"/>.</summary>
    public ulong Value { get; }

    internal int Index => (int)(Value & IndexMask);

    internal ulong Generation => Value >> IndexBits;

    /// <summary>Whether both handles name the same registration.</summary>
    public static bool operator ==(ResourceHandle left, ResourceHandle right) => left.Value == right.Value;

    /// <summary>Whether the handles name different registrations.</summary>
    public static bool operator !=(ResourceHandle left, ResourceHandle right) => left.Value != right.Value;

    /// <inheritdoc/>
    public bool Equals(ResourceHandle other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ResourceHandle other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>Slot and generation, such as <c>#12.3</c>; <c>none</c> for <see cref="None"/>.</summary>
    public override string ToString() => IsNone ? "none" : string.Create(null, stackalloc char[32], $"#{Index}.{Generation}");
}
