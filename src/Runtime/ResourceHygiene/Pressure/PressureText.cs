using System.Globalization;

namespace ResourceHygiene;

/// <summary>How shares read in messages; the same on every machine.</summary>
internal static class PressureText
{
    public static string Percent(double share) =>
        double.IsFinite(share) ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %") : "?";
}
