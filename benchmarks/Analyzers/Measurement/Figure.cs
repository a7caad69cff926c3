using System.Globalization;

namespace ResourceHygiene.Analyzers.Benchmarks.Measurement;

/// <summary>One line of <c>--quick</c>: name, ratio, target, and whether the target is met, with tabs between.</summary>
/// <param name="Name">What was measured, against what.</param>
/// <param name="Value">The ratio, count or time; NaN where it could not be measured.</param>
/// <param name="Target">What it must not exceed; null for information.</param>
public sealed record Figure(string Name, double Value, double? Target = null)
{
    public bool IsMet => Target is not { } target || Value <= target;

    public static Figure Ratio(string name, double part, double whole, double? target = null) =>
        new(name, whole > 0 ? part / whole : double.NaN, target);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name}\t{Value:0.###}\t{(Target is { } target ? $"<= {target}" : "-")}\t{(IsMet ? "ok" : "short")}");
}
