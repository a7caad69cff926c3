using System.Buffers.Binary;

namespace ResourceHygiene.Workers;

/// <summary>
/// The 32 bytes at the beginning of each frame, little-endian; <see cref="PayloadCount"/> segment descriptors and <see cref="BodyLength"/>
/// bytes follow. Magic and version stay where they are for ever, so that each version can tell another.
/// </summary>
internal readonly record struct FrameHeader(FrameKind Kind, long Correlation, int BodyLength = 0, int PayloadCount = 0, ushort Command = 0, long Value = 0)
{
    public const int Size = 32;
    public const ushort Version = 1;
    public const int MaxPayloads = 128;

    /// <summary>The value of a request whose answer is to say what the process occupies then, and not a little earlier.</summary>
    public const long MeasureNow = 1;

    private const uint Magic = 0x46574852;      // "RHWF"

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], Version);
        destination[6] = (byte)Kind;
        destination[7] = 0;
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], Correlation);
        BinaryPrimitives.WriteInt32LittleEndian(destination[16..], BodyLength);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[20..], (ushort)PayloadCount);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[22..], Command);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], Value);
    }

    /// <summary>Reads a header and checks all of it, before anything is allocated for what it announces.</summary>
    /// <exception cref="FrameException">It is none, of another version, or announces too much.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> source, int bodyLimit)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic)
            throw new FrameException($"bytes that are no frame ({Convert.ToHexString(source[..8])}...)");
        var version = BinaryPrimitives.ReadUInt16LittleEndian(source[4..]);
        if (version != Version)
            throw new FrameException($"a frame of protocol version {version}; this program speaks version {Version}", isOtherVersion: true);

        var header = new FrameHeader(
            (FrameKind)source[6],
            BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[16..]),
            BinaryPrimitives.ReadUInt16LittleEndian(source[20..]),
            BinaryPrimitives.ReadUInt16LittleEndian(source[22..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[24..]));
        if (header.Kind is < FrameKind.Hello or > FrameKind.Forget || source[7] != 0)
            throw new FrameException($"a frame of the unknown kind {source[6]}");
        if (header.BodyLength < 0 || header.BodyLength > bodyLimit)
            throw new FrameException($"a {header.Kind} frame of {(uint)header.BodyLength} bytes; the limit ({nameof(WorkerOptions)}.{nameof(WorkerOptions.FrameLimit)}) is {bodyLimit}");
        return header.PayloadCount <= MaxPayloads
            ? header
            : throw new FrameException($"a {header.Kind} frame of {header.PayloadCount} payloads; the limit is {MaxPayloads}");
    }
}
