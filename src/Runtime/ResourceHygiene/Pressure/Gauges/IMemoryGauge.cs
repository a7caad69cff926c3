using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// Measures how full one memory is. Implement it for memory that the platform's gauges do not see, such as a device's.
/// </summary>
/// <remarks>
/// <see cref="Measure"/> runs up to a hundred times a second, and on several threads at once. It should take microseconds and
/// allocate nothing. What it throws is recorded and never stops a <see cref="PressureMonitor"/>.
/// </remarks>
public interface IMemoryGauge
{
    /// <summary>What reasons and failures call this gauge: <c>container</c>, <c>device 0</c>. Does not change.</summary>
    string Name { get; }

    /// <summary>Whose memory is measured. Does not change.</summary>
    ResourceLocation Location { get; }

    /// <summary>What the gauge has to do without on this machine, one sentence each; empty for most.</summary>
    ImmutableArray<string> Notices => [];

    /// <summary>Measures.</summary>
    /// <param name="time">The clock for <see cref="MemorySample.TakenAt"/>.</param>
    /// <returns>What was measured. Its moment is not after the measurement, so that a sample never looks newer than it is.</returns>
    MemorySample Measure(TimeProvider time);
}

/// <summary>How full one memory was at one moment.</summary>
/// <param name="Used">Bytes in use that could not be had back at once.</param>
/// <param name="Limit">Bytes that may be in use. It may change from one sample to the next.</param>
/// <param name="TakenAt">When: a time stamp of the provider that the gauge was given.</param>
public readonly record struct MemorySample(long Used, long Limit, long TakenAt)
{
    /// <summary>The share in use, from 0; above 1 where more is in use than allowed. Not a number where the sample makes no sense.</summary>
    public double Load => IsValid ? (double)Used / Limit : double.NaN;

    /// <summary>Whether the sample can be true: nothing is negative, and there is a limit.</summary>
    public bool IsValid => Used >= 0 && Limit > 0;

    /// <summary><c>480 MB of 512 MB (93.8 %)</c></summary>
    public override string ToString() => IsValid
        ? $"{ResourceText.Size(Used)} of {ResourceText.Size(Limit)} ({PressureText.Percent(Load)})"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Used} B of {Limit} B");
}
