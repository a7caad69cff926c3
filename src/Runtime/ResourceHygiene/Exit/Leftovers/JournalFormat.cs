using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ResourceHygiene;

/// <summary>One leftover as the journal has it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it lies, and how many were recorded before it: later ones are undone first.</param>
/// <param name="File">Which file it is, once it was there.</param>
internal readonly record struct JournalRecord(LeftoverKind Kind, string Name, RecordPlace Place, FileIdentity File);

/// <summary>
/// The bytes of a journal: slots of equal size. The first names the owner; a record takes as many as its name needs. A record
/// counts from the moment at which its state says "live", which is written last, until it says "free". A checksum over what
/// never changes tells a damaged one.
/// </summary>
internal static class JournalFormat
{
    public const int SlotSize = 256;
    public const int StateOffset = 4;
    public const int SlotsOffset = 6;
    public const int SequenceOffset = 32;
    public const int DeviceOffset = 16;
    public const int NumberOffset = 24;
    public const byte Free = 1;
    public const byte Live = 2;

    private const uint RecordMagic = 0x31524852; // "RHR1"
    private const uint OwnerMagic = 0x314A4852; // "RHJ1"
    private const int HeadSize = 40;
    private const int MaxSlots = 32;

    // Within a slot: magic 0, state 4, kind 5, slots 6, name length 8, checksum 12, device 16, number 24, sequence 32, name 40.
    private const int KindOffset = 5;
    private const int LengthOffset = 8;
    private const int ChecksumOffset = 12;

    /// <summary>A record that is not live yet.</summary>
    /// <exception cref="ArgumentException">The name is longer than any path.</exception>
    public static byte[] Encode(LeftoverKind kind, string name, ulong sequence)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        var slots = (HeadSize + length + SlotSize - 1) / SlotSize;
        if (slots > MaxSlots)
            throw new ArgumentException($"The name of a leftover takes {length} bytes; {(MaxSlots * SlotSize) - HeadSize} is the most.", nameof(name));

        var bytes = new byte[slots * SlotSize];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, RecordMagic);
        bytes[StateOffset] = Free;
        bytes[KindOffset] = (byte)kind;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(SlotsOffset), (ushort)slots);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(LengthOffset), (ushort)length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(SequenceOffset), sequence);
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(HeadSize));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumOffset), ChecksumOf(bytes.AsSpan(0, HeadSize + length)));
        return bytes;
    }

    /// <summary>The first slot.</summary>
    public static byte[] EncodeOwner(in ProcessIdentity owner)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{owner.BootId} {owner.IdNamespace} {owner.Id} {owner.StartTime}");
        var bytes = Encode((LeftoverKind)0, text, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, OwnerMagic);
        return bytes;
    }

    /// <summary>Whether a journal says that it is one, of a version that this code does not know.</summary>
    public static bool IsOfAnotherVersion(ReadOnlySpan<byte> journal) =>
        journal.StartsWith("RHJ"u8) && BinaryPrimitives.ReadUInt32LittleEndian(journal) != OwnerMagic;

    /// <summary>Reads the first slot; <see langword="null"/> where it is damaged.</summary>
    public static ProcessIdentity? DecodeOwner(ReadOnlySpan<byte> journal)
    {
        if (journal.Length < SlotSize || BinaryPrimitives.ReadUInt32LittleEndian(journal) != OwnerMagic || !HasBody(journal, out var name, out _))
            return null;

        var parts = name.Split(' ');
        return parts.Length == 4
            && ulong.TryParse(parts[1], CultureInfo.InvariantCulture, out var idNamespace)
            && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var id)
            && long.TryParse(parts[3], CultureInfo.InvariantCulture, out var startTime)
                ? new(parts[0], idNamespace, id, startTime)
                : null;
    }

    /// <summary>Reads the live records after the first slot; damaged ones are passed over and reported.</summary>
    public static List<JournalRecord> DecodeRecords(ReadOnlySpan<byte> journal, Action<string> report)
    {
        var records = new List<JournalRecord>();
        for (var offset = SlotSize; offset + SlotSize <= journal.Length;)
        {
            var slot = journal[offset..];
            var magic = BinaryPrimitives.ReadUInt32LittleEndian(slot);
            var isRecord = magic == RecordMagic && HasBody(slot, out _, out _);
            if (isRecord && slot[StateOffset] == Live)
            {
                HasBody(slot, out var name, out var sequence);
                var file = new FileIdentity(
                    BinaryPrimitives.ReadUInt64LittleEndian(slot[DeviceOffset..]),
                    BinaryPrimitives.ReadUInt64LittleEndian(slot[NumberOffset..]),
                    Owner: 0);
                records.Add(new((LeftoverKind)slot[KindOffset], name, new(offset, sequence), file));
            }
            else if (!isRecord && magic != 0)
            {
                report($"the record at byte {offset} is damaged");
            }

            offset += isRecord ? BinaryPrimitives.ReadUInt16LittleEndian(slot[SlotsOffset..]) * SlotSize : SlotSize;
        }
        return records;
    }

    private static bool HasBody(ReadOnlySpan<byte> slot, out string name, out ulong sequence)
    {
        var slots = BinaryPrimitives.ReadUInt16LittleEndian(slot[SlotsOffset..]);
        var end = HeadSize + BinaryPrimitives.ReadUInt16LittleEndian(slot[LengthOffset..]);
        sequence = BinaryPrimitives.ReadUInt64LittleEndian(slot[SequenceOffset..]);
        name = "";
        if (slots is 0 or > MaxSlots || end > slots * SlotSize || slots * SlotSize > slot.Length
            || ChecksumOf(slot[..end]) != BinaryPrimitives.ReadUInt32LittleEndian(slot[ChecksumOffset..]))
        {
            return false;
        }

        name = Encoding.UTF8.GetString(slot[HeadSize..end]);
        return true;
    }

    /// <summary>FNV-1a over what is written once: kind, sizes, sequence and name.</summary>
    private static uint ChecksumOf(ReadOnlySpan<byte> record)
    {
        var hash = 2166136261u;
        hash = Add(hash, record[KindOffset..ChecksumOffset]);
        return Add(hash, record[SequenceOffset..]);
    }

    private static uint Add(uint hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            hash = (hash ^ value) * 16777619u;
        return hash;
    }
}
