using System.Text;

namespace ResourceHygiene.Workers;

/// <summary>What was captured of one of a command's outputs. Safe to use from any thread.</summary>
public sealed class CapturedOutput
{
    private readonly Encoding _encoding;
    private string? _text;

    /// <summary>Creates one, for an executor.</summary>
    /// <param name="bytes">What was kept.</param>
    /// <param name="totalBytes">How much the command wrote.</param>
    /// <param name="encoding">How it reads as text; UTF-8 if it is not said.</param>
    /// <param name="isTruncated">Whether there was more than was kept, or would have been.</param>
    public CapturedOutput(ReadOnlyMemory<byte> bytes, long totalBytes, Encoding? encoding = null, bool isTruncated = false)
    {
        Bytes = bytes;
        TotalBytes = totalBytes;
        IsTruncated = isTruncated;
        _encoding = encoding ?? CommandOutput.Utf8;
    }

    /// <summary>Nothing.</summary>
    public static CapturedOutput Empty { get; } = new(default, 0);

    /// <summary>The bytes that were kept: the first ones.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>How many bytes the command wrote as far as they were read, kept or not.</summary>
    public long TotalBytes { get; }

    /// <summary>Whether the command wrote more than the limit.</summary>
    public bool IsTruncated { get; }

    /// <summary>The bytes as text, read once. A character that the limit cut in two reads as U+FFFD.</summary>
    public string Text => _text ??= _encoding.GetString(Bytes.Span);

    /// <summary>The last line that is not blank, shortened where it is long: what a failing program says last is mostly why.</summary>
    internal string LastLine
    {
        get
        {
            const int Longest = 200;
            var text = Text.AsSpan().TrimEnd();
            var line = text[(text.LastIndexOfAny('\r', '\n') + 1)..].Trim();
            return line.Length <= Longest ? line.ToString() : string.Concat(line[..Longest], "…");
        }
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
