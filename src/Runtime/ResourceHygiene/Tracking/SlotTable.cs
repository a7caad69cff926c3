using System.Numerics;
using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>
/// Slots in chunks that double in size and never move, so that a reference to a slot stays good for ever. Free slots are
/// handed out and taken back in blocks, of which each thread keeps some (<see cref="ThreadShare"/>); the lock here is taken
/// once a block.
/// </summary>
internal sealed class SlotTable
{
    public const int Capacity = (1 << ResourceHandle.IndexBits) - FirstChunkSize;

    /// <summary>How many free slots change hands at a time. Divides every chunk.</summary>
    public const int BlockSize = 32;

    private const int FirstChunkBits = 6;
    private const int FirstChunkSize = 1 << FirstChunkBits;

    private readonly Slot[]?[] _chunks = new Slot[]?[ResourceHandle.IndexBits - FirstChunkBits];
    private readonly object _gate = new();
    private readonly Stack<int> _free = new();
    private int _used;

    /// <summary>Makes an empty table.</summary>
    /// <param name="firstGeneration">Generation of every slot's first use, from 1.</param>
    public SlotTable(ulong firstGeneration) => FirstGeneration = firstGeneration;

    /// <summary>Generation of every slot's first use.</summary>
    public ulong FirstGeneration { get; }

    /// <summary>Slots handed out at least once; all live entries have smaller indexes.</summary>
    public int Used => Volatile.Read(ref _used);

    /// <summary>The slot at an index below <see cref="Used"/>; throws where there was never one.</summary>
    public ref Slot this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var position = (uint)index + FirstChunkSize;
            var bits = BitOperations.Log2(position);
            return ref _chunks[bits - FirstChunkBits]![position - (1u << bits)];
        }
    }

    /// <summary>Whether the index has a slot. A slot being handed out for the first time may not have one yet.</summary>
    public bool Has(int index) => index < Used && Volatile.Read(ref _chunks[ChunkOf(index)]) is not null;

    /// <summary>The slots from an index to the end of its chunk, as far as they were ever handed out; empty where that is nowhere.</summary>
    public ReadOnlySpan<Slot> Run(int index)
    {
        var used = Used;
        if (index >= used || Volatile.Read(ref _chunks[ChunkOf(index)]) is not { } chunk)
            return [];

        var from = index + FirstChunkSize - chunk.Length;
        return chunk.AsSpan(from, Math.Min(chunk.Length - from, used - index));
    }

    /// <summary>Where the chunk of an index ends and the next begins.</summary>
    public static int NextRun(int index) => (2 << BitOperations.Log2((uint)index + FirstChunkSize)) - FirstChunkSize;

    /// <summary>The slot at an index that may be anything; a null reference where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Slot Find(int index)
    {
        var position = (uint)index + FirstChunkSize;
        var bits = BitOperations.Log2(position);
        var chunks = _chunks;
        var chunk = (uint)(bits - FirstChunkBits);
        if (chunk < (uint)chunks.Length && chunks[chunk] is { } slots)
            return ref slots[position - (1u << bits)];
        return ref Unsafe.NullRef<Slot>();
    }

    /// <summary>Takes free slots. The generation of each is the one that its next entry has to use.</summary>
    /// <param name="block">Filled from its beginning; the last is to be used first.</param>
    /// <returns>How many there are: at least one.</returns>
    /// <exception cref="InvalidOperationException">Every slot is in use.</exception>
    public int Take(Span<int> block)
    {
        lock (_gate)
        {
            if (_free.Count == 0)
                return TakeUnused(block);

            var count = Math.Min(BlockSize, _free.Count);
            for (var i = count - 1; i >= 0; i--)
                block[i] = _free.Pop();
            return count;
        }
    }

    /// <summary>Gives free slots back, for other threads.</summary>
    public void Return(ReadOnlySpan<int> block)
    {
        lock (_gate)
        {
            foreach (var index in block)
                _free.Push(index);
        }
    }

    private static int ChunkOf(int index) => BitOperations.Log2((uint)index + FirstChunkSize) - FirstChunkBits;

    private int TakeUnused(Span<int> block)
    {
        var first = _used;
        if (first == Capacity)
            throw new InvalidOperationException($"The tracker holds {Capacity:N0} live resources and has room for no more.");

        // Room for all, so that giving slots back never needs memory: a release would fail halfway.
        _free.EnsureCapacity(first + BlockSize);
        ref var chunk = ref _chunks[ChunkOf(first)];
        if (chunk is null)
            Volatile.Write(ref chunk, new Slot[FirstChunkSize << ChunkOf(first)]);
        for (var i = 0; i < BlockSize; i++)
        {
            block[i] = first + BlockSize - 1 - i;
            // All of a block at once: the garbage collector lays what weak references point to side by side, and two
            // threads that track one resource after another would write to the same cache line.
            ref var slot = ref this[first + i];
            slot.Target = new WeakReference<object>(null!);
            slot.DependsOn = [];
            Volatile.Write(ref slot.State, SlotState.Free(FirstGeneration).Word);
        }
        Volatile.Write(ref _used, first + BlockSize);
        return BlockSize;
    }
}
