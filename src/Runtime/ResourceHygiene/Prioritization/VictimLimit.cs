using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>
/// How far the first victims reach: the lowest tier in which anything may go, and there the last of the few best seen so
/// far. What lies beyond need not be looked at to find those.
/// </summary>
internal sealed class VictimLimit
{
    /// <summary>Some may turn out to be in use or gone when their turn comes.</summary>
    private const int Spare = 3;

    /// <summary>The best seen so far, the last of them on top.</summary>
    private ulong[] _heap = new ulong[16];
    private int _count;

    /// <summary>How many victims the limit is good for.</summary>
    public int Length { get; private set; } = Spare;

    public int Tier { get; private set; }

    /// <summary>Beyond it nothing of the tier is among the first.</summary>
    public ulong High { get; private set; }

    public void Begin(int length)
    {
        Length = length + Spare;
        if (_heap.Length < Length)
            _heap = new ulong[Length];
        _count = 0;
        Tier = VictimTable.TierCount;
        High = ulong.MaxValue;
    }

    /// <summary>Notes one that may go for certain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Note(int tier, ulong high)
    {
        if (tier < Tier || (tier == Tier && high < High))
            Insert(tier, high);
    }

    private void Insert(int tier, ulong high)
    {
        if (tier < Tier)
        {
            Tier = tier;
            High = ulong.MaxValue;
            _count = 0;
        }

        if (_count < Length)
        {
            var at = _count++;
            for (; at > 0 && _heap[(at - 1) / 2] < high; at = (at - 1) / 2)
                _heap[at] = _heap[(at - 1) / 2];
            _heap[at] = high;
        }
        else
        {
            Replace(high);
        }
        if (_count == Length)
            High = _heap[0];
    }

    private void Replace(ulong high)
    {
        var at = 0;
        while (true)
        {
            var child = (2 * at) + 1;
            if (child >= _count)
                break;
            if (child + 1 < _count && _heap[child] < _heap[child + 1])
                child++;
            if (_heap[child] <= high)
                break;

            _heap[at] = _heap[child];
            at = child;
        }
        _heap[at] = high;
    }
}
