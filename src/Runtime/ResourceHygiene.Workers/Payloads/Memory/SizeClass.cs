using System.Numerics;

namespace ResourceHygiene.Workers;

/// <summary>
/// The sizes that segments have: four to each doubling, so that a segment is at most a quarter larger than what it was made for,
/// and one made for a payload fits the next of about that size.
/// </summary>
internal static class SizeClass
{
    /// <summary>The smallest segment, 64 KiB: the least that a system maps anywhere. Smaller payloads travel better in a message.</summary>
    public const long Smallest = 1 << 16;

    private const int SmallestExponent = 16;
    private const int Steps = 4;

    /// <summary>How many there are.</summary>
    public static int Count { get; } = Of(SegmentDescriptor.MaxCapacity) + 1;

    /// <summary>The class whose segments have room for a number of bytes.</summary>
    public static int Of(long bytes)
    {
        if (bytes <= Smallest)
            return 0;

        // Of 2^e < bytes <= 2^(e+1), a step is 2^(e-2).
        var exponent = BitOperations.Log2((ulong)(bytes - 1));
        var step = ((bytes - 1) >> (exponent - 2)) - Steps;
        return (exponent - SmallestExponent) * Steps + (int)step + 1;
    }

    /// <summary>The size of its segments.</summary>
    public static long BytesOf(int sizeClass)
    {
        var (doublings, step) = Math.DivRem(sizeClass, Steps);
        return (Smallest >> 2) * (Steps + step) << doublings;
    }
}
