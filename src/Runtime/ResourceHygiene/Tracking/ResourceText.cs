using System.Globalization;

namespace ResourceHygiene;

/// <summary>How resources, sizes and times read in messages; the same on every machine.</summary>
internal static class ResourceText
{
    private static readonly string[] Units = ["kB", "MB", "GB", "TB"];

    public static string Title(string type, string? name) => string.IsNullOrEmpty(name) ? type : $"{type} '{name}'";

    /// <summary>Decimal units (1 kB is 1,000 bytes) with at most one decimal: <c>12.4 MB</c>.</summary>
    public static string Size(long bytes)
    {
        if (bytes < 1000)
            return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");

        var value = bytes / 1000.0;
        var unit = 0;
        // 999.95 would print as 1000.0 of the smaller unit.
        while (value >= 999.95 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Units[unit]}");
    }

    /// <summary>Seconds, with one decimal below ten: <c>200 s</c>, <c>1.5 s</c>.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds < 10
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalSeconds):0} s");
}
