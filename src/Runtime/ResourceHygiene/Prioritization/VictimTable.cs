using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>
/// All resources of one run: what decides about each, its tier, the actions open to it, and for each tier the sums. The
/// arrays are kept from run to run, so that it allocates nothing once it has seen as many.
/// </summary>
internal sealed class VictimTable
{
    public const int TierCount = 32;

    private readonly TierSums[] _sums = new TierSums[TierCount];
    private Victim[] _victims = new Victim[64];
    private byte[] _tiers = new byte[64];
    private VictimActions[] _actions = new VictimActions[64];
    private int _count;

    public VictimTable() => Comparison = (left, right) => _victims[left].CompareTo(_victims[right]);

    /// <summary>By their place in the order, made once.</summary>
    public Comparison<int> Comparison { get; }

    public int Count => _count;

    public ReadOnlySpan<Victim> Victims => _victims.AsSpan(0, _count);

    public ReadOnlySpan<byte> Tiers => _tiers.AsSpan(0, _count);

    public ReadOnlySpan<VictimActions> Actions => _actions.AsSpan(0, _count);

    public ref Victim this[int index] => ref _victims[index];

    public VictimActions ActionsOf(int index) => _actions[index];

    public int TierOf(int index) => _tiers[index];

    public ref readonly TierSums SumsOf(int tier) => ref _sums[tier];

    public void Begin(int expected)
    {
        _count = 0;
        Array.Clear(_sums);
        if (_victims.Length < expected)
            Grow(expected);
    }

    /// <summary>Room for one more; its tier and actions are set by <see cref="Place"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Victim Add()
    {
        if (_count == _victims.Length)
            Grow(_count * 2);
        _actions[_count] = VictimActions.None;
        return ref _victims[_count++];
    }

    /// <summary>Changes tier and actions of a resource, and the sums with them. Returns the actions that it did not have before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VictimActions Place(int index, int tier, VictimActions actions)
    {
        var before = _actions[index];
        if (before != VictimActions.None)
            _sums[_tiers[index]].Change(before, -1, _victims[index].Bytes);
        if (actions != VictimActions.None)
            _sums[tier].Change(actions, 1, _victims[index].Bytes);
        _tiers[index] = (byte)tier;
        _actions[index] = actions;
        return actions & ~before;
    }

    private void Grow(int length)
    {
        length = Math.Max(length, 64);
        Array.Resize(ref _victims, length);
        Array.Resize(ref _tiers, length);
        Array.Resize(ref _actions, length);
    }
}

/// <summary>What one tier still has to offer.</summary>
internal struct TierSums
{
    /// <summary>Resources to which any action is open.</summary>
    public int Open;

    public int Trims;
    public int Parts;
    public int Offloads;

    /// <summary>The most that trims may free.</summary>
    public long TrimBytes;

    public long OffloadBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Change(VictimActions actions, int sign, long bytes)
    {
        Open += sign;
        if ((actions & (VictimActions.Trim | VictimActions.Offload)) != 0)
            ChangeMild(actions, sign, bytes);
    }

    private void ChangeMild(VictimActions actions, int sign, long bytes)
    {
        if ((actions & VictimActions.Trim) != 0)
        {
            Trims += sign;
            TrimBytes += sign * bytes;
        }
        if ((actions & VictimActions.Part) != 0)
            Parts += sign;
        if ((actions & VictimActions.Offload) != 0)
        {
            Offloads += sign;
            OffloadBytes += sign * bytes;
        }
    }
}
