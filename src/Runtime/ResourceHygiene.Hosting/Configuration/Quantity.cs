using System.Globalization;

namespace ResourceHygiene.Hosting.Configuration;

/// <summary>Times, sizes and shares as people write them in configuration files. A number that could mean anything is refused.</summary>
internal static class Quantity
{
    private static readonly (string Unit, double Milliseconds)[] Times =
        [("ms", 1), ("s", 1000), ("min", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    private static readonly (string Unit, double Bytes)[] Sizes =
    [
        ("", 1), ("B", 1), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12),
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
    ];

    /// <summary>Reads <c>00:05:00</c> or a number with a unit. A bare number is refused: the framework would take it for days.</summary>
    public static bool TryDuration(string text, out TimeSpan value)
    {
        value = default;
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
        if (!TryNumberWithUnit(text, Times, out var milliseconds) || Math.Abs(milliseconds) > TimeSpan.MaxValue.TotalMilliseconds / 2)
            return false;

        value = TimeSpan.FromMilliseconds(milliseconds);
        return true;
    }

    /// <summary>Reads a size that is not negative: decimal units (MB) or binary ones (MiB); a bare number is bytes.</summary>
    public static bool TryBytes(string text, out long value)
    {
        value = 0;
        if (!TryNumberWithUnit(text, Sizes, out var bytes) || bytes < 0 || bytes >= long.MaxValue)
            return false;

        value = (long)bytes;
        return true;
    }

    public static bool TryShare(string text, out double value)
    {
        var trimmed = text.Trim();
        var isPercentage = trimmed.EndsWith('%');
        if (!TryNumber(isPercentage ? trimmed[..^1].TrimEnd() : trimmed, out value))
            return false;

        if (isPercentage)
            value /= 100;
        return value is >= 0 and <= 1;
    }

    private static bool TryNumberWithUnit(string text, (string Unit, double Factor)[] units, out double value)
    {
        var trimmed = text.Trim();
        var unitStart = trimmed.Length;
        while (unitStart > 0 && char.IsLetter(trimmed[unitStart - 1]))
            unitStart--;

        var unit = trimmed[unitStart..];
        foreach (var (name, factor) in units)
        {
            if (name.Equals(unit, StringComparison.OrdinalIgnoreCase) && TryNumber(trimmed[..unitStart].TrimEnd(), out var number))
            {
                value = number * factor;
                return true;
            }
        }
        value = 0;
        return false;
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
}
