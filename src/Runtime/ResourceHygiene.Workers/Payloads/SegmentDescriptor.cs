using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ResourceHygiene.Workers;

/// <summary>
/// Where a payload lies, as it is told to another process: which segment of shared memory, which of its rents, and which part of
/// it. <see cref="Size"/> bytes on the wire.
/// </summary>
/// <remarks>
/// A description, and no right: whoever receives one from a process that may be broken or hostile looks the segment up among its
/// own (<see cref="SegmentLedger"/>), or checks what it opens (<see cref="SegmentMap"/>).
/// </remarks>
public readonly record struct SegmentDescriptor
{
    /// <summary>Bytes that <see cref="Write"/> writes and <see cref="TryRead"/> reads.</summary>
    public const int Size = 64;

    /// <summary>No segment is larger, in bytes.</summary>
    public const long MaxCapacity = 1L << 46;

    /// <summary>The segment's number among those of its owner; from 1, never used again.</summary>
    public long SegmentId { get; init; }

    /// <summary>The process that made the segment and holds it open.</summary>
    public int OwnerProcessId { get; init; }

    /// <summary>The owner's file descriptor of it; -1 where the segment has a name instead.</summary>
    public int FileDescriptor { get; init; }

    /// <summary>What tells the segment from anything else at the same place: of a file descriptor the file's number, else the random part of the name.</summary>
    public UInt128 Identity { get; init; }

    /// <summary>Which rent of the segment, from 1: it is used again and again, and what belonged to an earlier rent is no longer good.</summary>
    public uint Generation { get; init; }

    /// <summary>The size of the segment, in bytes.</summary>
    public long Capacity { get; init; }

    /// <summary>Where the part begins, in bytes.</summary>
    public long Offset { get; init; }

    /// <summary>The size of the part, in bytes.</summary>
    public long Length { get; init; }

    /// <summary>Whether the numbers can mean a part of a segment; what it says need not be true.</summary>
    public bool IsWellFormed =>
        SegmentId > 0 && OwnerProcessId > 0 && FileDescriptor >= -1 && Generation > 0
        && Capacity is > 0 and <= MaxCapacity && Offset >= 0 && Length >= 0 && Offset <= Capacity - Length;

    /// <summary>Writes the description as <see cref="Size"/> bytes, the same on every machine.</summary>
    /// <param name="destination">Where; at least <see cref="Size"/> bytes.</param>
    /// <exception cref="ArgumentException">There is no room.</exception>
    public void Write(Span<byte> destination)
    {
        if (destination.Length < Size)
            throw new ArgumentException($"A segment descriptor takes {Size} bytes; there are {destination.Length}.", nameof(destination));

        BinaryPrimitives.WriteInt64LittleEndian(destination, SegmentId);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], OwnerProcessId);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], FileDescriptor);
        BinaryPrimitives.WriteUInt128LittleEndian(destination[16..], Identity);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[32..], Generation);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[36..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(destination[40..], Capacity);
        BinaryPrimitives.WriteInt64LittleEndian(destination[48..], Offset);
        BinaryPrimitives.WriteInt64LittleEndian(destination[56..], Length);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="source">The bytes; what follows the first <see cref="Size"/> is not looked at.</param>
    /// <param name="descriptor">The description; the default value where the method returns <see langword="false"/>.</param>
    /// <returns>Whether there are enough bytes and they are <see cref="IsWellFormed"/>.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out SegmentDescriptor descriptor)
    {
        descriptor = default;
        if (source.Length < Size || BinaryPrimitives.ReadUInt32LittleEndian(source[36..]) != 0)
            return false;

        var read = new SegmentDescriptor
        {
            SegmentId = BinaryPrimitives.ReadInt64LittleEndian(source),
            OwnerProcessId = BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
            FileDescriptor = BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            Identity = BinaryPrimitives.ReadUInt128LittleEndian(source[16..]),
            Generation = BinaryPrimitives.ReadUInt32LittleEndian(source[32..]),
            Capacity = BinaryPrimitives.ReadInt64LittleEndian(source[40..]),
            Offset = BinaryPrimitives.ReadInt64LittleEndian(source[48..]),
            Length = BinaryPrimitives.ReadInt64LittleEndian(source[56..]),
        };
        if (!read.IsWellFormed)
            return false;

        descriptor = read;
        return true;
    }

    /// <summary>How many elements the part holds.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <exception cref="InvalidDataException">No whole number of them, or more than a span can have.</exception>
    public int CountOf<T>()
        where T : unmanaged
    {
        var (count, rest) = Math.DivRem(Length, Unsafe.SizeOf<T>());
        return rest == 0 && count <= int.MaxValue
            ? (int)count
            : throw new InvalidDataException($"The {this} is refused: its {Length} bytes are no array of {typeof(T)}, of {Unsafe.SizeOf<T>()} bytes each.");
    }

    /// <summary>Segment, rent and part, for messages: <c>segment 3.1 of process 4711, bytes 0 to 48000000 of 50331648</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"segment {SegmentId}.{Generation} of process {OwnerProcessId}, bytes {Offset} to {Offset + Length} of {Capacity}");
}
