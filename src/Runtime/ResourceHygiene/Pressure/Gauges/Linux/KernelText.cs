using System.Buffers.Text;

namespace ResourceHygiene;

/// <summary>Reads what the kernel writes, from bytes as they come, without allocating. Never throws.</summary>
internal static class KernelText
{
    /// <summary>A number of bytes on its own; "max", and what is larger than a long, is <see cref="long.MaxValue"/>.</summary>
    public static bool TryParseBytes(ReadOnlySpan<byte> text, out long bytes)
    {
        text = text.Trim(" \n\r\t"u8);
        if (text.SequenceEqual("max"u8))
        {
            bytes = long.MaxValue;
            return true;
        }
        return TryParseNumber(text, out bytes, out var length) && length == text.Length;
    }

    /// <summary>The number after a key at the start of a line: <c>MemTotal:   24683660 kB</c> with the key <c>MemTotal:</c>.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, out long value)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            if (line.Length > key.Length && line.StartsWith(key) && line[key.Length] == ' ')
                return TryParseNumber(line[key.Length..].TrimStart((byte)' '), out value, out _);
            text = end < 0 ? default : text[(end + 1)..];
        }

        value = 0;
        return false;
    }

    /// <summary>One of the numbers in a line of numbers, counted from 0.</summary>
    public static bool TryField(ReadOnlySpan<byte> text, int index, out long value)
    {
        for (; index > 0; index--)
        {
            var space = text.IndexOf((byte)' ');
            if (space < 0)
                break;
            text = text[(space + 1)..];
        }

        value = 0;
        return index == 0 && TryParseNumber(text, out value, out _);
    }

    /// <summary>The total of one line of a pressure file, in microseconds: <c>some avg10=0.00 avg60=0.00 avg300=0.00 total=0</c>.</summary>
    public static bool TryFindStall(ReadOnlySpan<byte> text, ReadOnlySpan<byte> line, out long microseconds)
    {
        microseconds = 0;
        var start = text.IndexOf(line);
        if (start < 0 || (start > 0 && text[start - 1] != (byte)'\n'))
            return false;

        text = text[start..];
        var end = text.IndexOf((byte)'\n');
        if (end >= 0)
            text = text[..end];
        var total = text.IndexOf(" total="u8);
        return total >= 0 && TryParseNumber(text[(total + " total="u8.Length)..], out microseconds, out _);
    }

    /// <summary>Digits at the start of a text; too many of them are <see cref="long.MaxValue"/>.</summary>
    private static bool TryParseNumber(ReadOnlySpan<byte> text, out long value, out int length)
    {
        length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (length < 0)
            length = text.Length;
        value = long.MaxValue;
        return length > 0 && (Utf8Parser.TryParse(text[..length], out value, out _) || Saturate(out value));
    }

    private static bool Saturate(out long value)
    {
        value = long.MaxValue;
        return true;
    }
}
