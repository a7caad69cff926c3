using System.Globalization;

namespace ClipStudio.Memory;

/// <summary>Sizes as people type them: 512KB, 24MB, 1.5GB (powers of 1000), 16MiB (powers of 1024), or plain bytes.</summary>
internal static class ByteSize
{
    private static readonly (string Suffix, double Factor)[] Units =
    [
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
        ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("B", 1),
    ];

    public static bool TryParse(string text, out long bytes)
    {
        double factor = 1;
        foreach ((string suffix, double unit) in Units)
        {
            if (!text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                continue;
            text = text[..^suffix.Length].TrimEnd();
            factor = unit;
            break;
        }

        bool valid = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        number *= factor;
        bytes = valid && number is >= 1 and < long.MaxValue ? (long)number : 0;
        return bytes > 0;
    }

    public static string Format(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.##} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
    };

    /// <summary>As an argument, rounded up to whole kilobytes so that typing it is enough.</summary>
    public static string FormatAsArgument(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + 999) / 1000}KB");
}
