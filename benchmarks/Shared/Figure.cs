using System.Globalization;

namespace ResourceHygiene.Benchmarks;

/// <summary>One line of <c>--quick</c>: name, ratio, target, and whether the target is met, with tabs between.</summary>
/// <param name="Name">What was measured, against what.</param>
/// <param name="Ratio">The ratio, count or number of bytes; NaN where it could not be measured.</param>
/// <param name="Target">What it must not exceed; null for information.</param>
/// <param name="AtLeast">Whether the target is what it must reach instead.</param>
internal sealed record Figure(string Name, double Ratio, double? Target = null, bool AtLeast = false)
{
    public bool IsMet => Target is not { } target || (AtLeast ? Ratio >= target : Ratio <= target);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}\t{Ratio:0.###}\t{(Target is { } target ? $"{(AtLeast ? ">=" : "<=")} {target}" : "-")}\t{(IsMet ? "ok" : "short")}");
}
