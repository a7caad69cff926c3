using System.Numerics;

namespace ResourceHygiene;

/// <summary>
/// Slots in chunks that double in size and never move, so that a reference to a slot stays good for ever. Free slots
/// form a lock-free stack whose head carries a 40-bit counter against ABA. Slots are handed out and taken back without a lock;
/// only adding a chunk takes one.
/// </summary>
internal sealed class SlotTable
{
    public const int Capacity = (1 << ResourceHandle.IndexBits) - FirstChunkSize;

    private const int FirstChunkBits = 6;
    private const int FirstChunkSize = 1 << FirstChunkBits;

    private readonly Slot[]?[] _chunks = new Slot[]?[ResourceHandle.IndexBits - FirstChunkBits];
    private readonly object _growth = new();
    private ulong _freeHead;
    private int _used;

    /// <summary>Makes an empty table.</summary>
    /// <param name="firstGeneration">Generation of every slot's first use, from 1.</param>
    public SlotTable(ulong firstGeneration) => FirstGeneration = firstGeneration;

    /// <summary>Generation of every slot's first use.</summary>
    public ulong FirstGeneration { get; }

    /// <summary>Slots handed out at least once; all live entries have smaller indexes.</summary>
    public int Used => Math.Min(Volatile.Read(ref _used), Capacity);

    /// <summary>The slot at an index below <see cref="Used"/>; throws where there was never one.</summary>
    public ref Slot this[int index]
    {
        get
        {
            var position = (uint)index + FirstChunkSize;
            var bits = BitOperations.Log2(position);
            return ref _chunks[bits - FirstChunkBits]![position - (1u << bits)];
        }
    }

    /// <summary>Whether the index has a slot. A slot being handed out for the first time may not have one yet.</summary>
    public bool Has(int index) => index < Used && Volatile.Read(ref _chunks[ChunkOf(index)]) is not null;

    /// <summary>Takes a free slot; its generation is the one its next entry has to use.</summary>
    /// <exception cref="InvalidOperationException">Every slot is in use.</exception>
    public int Rent()
    {
        while (true)
        {
            var head = Volatile.Read(ref _freeHead);
            var index = (int)(head & ResourceHandle.IndexMask) - 1;
            if (index < 0)
                return RentUnused();

            // May read the link of a slot that somebody else just took; the counter in the head then fails the swap.
            var next = (uint)Volatile.Read(ref this[index].NextFree);
            if (Interlocked.CompareExchange(ref _freeHead, NextHead(head, next), head) == head)
                return index;
        }
    }

    /// <summary>Gives a slot back, unless its generations are used up: then it is left alone for ever.</summary>
    public void Return(int index)
    {
        ref var slot = ref this[index];
        if (slot.ReadState().IsRetired)
            return;

        while (true)
        {
            var head = Volatile.Read(ref _freeHead);
            Volatile.Write(ref slot.NextFree, (int)(head & ResourceHandle.IndexMask));
            if (Interlocked.CompareExchange(ref _freeHead, NextHead(head, (uint)index + 1), head) == head)
                return;
        }
    }

    private static ulong NextHead(ulong head, uint indexPlusOne) =>
        (((head >> ResourceHandle.IndexBits) + 1) << ResourceHandle.IndexBits) | indexPlusOne;

    private static int ChunkOf(int index) => BitOperations.Log2((uint)index + FirstChunkSize) - FirstChunkBits;

    private int RentUnused()
    {
        var index = Interlocked.Increment(ref _used) - 1;
        if ((uint)index >= Capacity)
        {
            Interlocked.Decrement(ref _used);
            throw new InvalidOperationException($"The tracker holds {Capacity:N0} live resources and has room for no more.");
        }

        EnsureChunk(ChunkOf(index));
        ref var slot = ref this[index];
        slot.Target = new WeakReference<object>(null!);
        slot.State = SlotState.Free(FirstGeneration).Word;
        return index;
    }

    private void EnsureChunk(int chunk)
    {
        if (Volatile.Read(ref _chunks[chunk]) is not null)
            return;

        lock (_growth)
        {
            if (_chunks[chunk] is null)
                Volatile.Write(ref _chunks[chunk], new Slot[FirstChunkSize << chunk]);
        }
    }
}
