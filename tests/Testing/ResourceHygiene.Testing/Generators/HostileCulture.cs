using System.Globalization;

namespace ResourceHygiene.Testing;

/// <summary>
/// A culture that writes numbers as some real ones do (U+2212 as minus in fi-FI, a comma in de-DE), built by hand because
/// an invariant-globalization process has no real ones. Output that depends on the culture shows under it.
/// </summary>
internal static class HostileCulture
{
    public static IDisposable Enter()
    {
        CultureInfo hostile = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        hostile.NumberFormat.NegativeSign = "\u2212";
        hostile.NumberFormat.NumberDecimalSeparator = ",";
        return new Scope(hostile);
    }

    private sealed class Scope : IDisposable
    {
        private readonly CultureInfo _before = CultureInfo.CurrentCulture;

        public Scope(CultureInfo culture) => CultureInfo.CurrentCulture = culture;

        public void Dispose() => CultureInfo.CurrentCulture = _before;
    }
}
