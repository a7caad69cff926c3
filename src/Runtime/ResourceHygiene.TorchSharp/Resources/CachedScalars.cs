using System.Collections.Concurrent;
using TorchSharp;

namespace ResourceHygiene;

/// <summary>
/// TorchSharp's scalars for constants, made once. <c>tensor * 2f</c> makes a native scalar each time and leaves it to its finalizer, and no
/// scope owns it; <c>tensor * CachedScalars.Of(2f)</c> makes one in the life of the process.
/// </summary>
/// <remarks>
/// Meant for numbers that stand in the source. Nobody disposes a cached scalar. Beyond <see cref="Capacity"/> different numbers nothing more
/// is cached: a loop over changing numbers gets a new scalar each time, as the conversion gives it, and should make and dispose its own.
/// Every member may be called from any thread.
/// </remarks>
public static class CachedScalars
{
    /// <summary>How many different numbers are kept.</summary>
    public const int Capacity = 1024;

    // By their bits: every zero and NaN is itself, and an int is not a long.
    private static readonly ConcurrentDictionary<(TypeCode Type, long Bits), Scalar> s_scalars = new();

    private static int s_count;
    private static long s_refused;

    /// <summary>How many numbers are cached.</summary>
    public static int Count => Math.Min(Volatile.Read(ref s_count), Capacity);

    /// <summary>How often a number was not cached as there was no room: more than a few means that these are no constants.</summary>
    public static long Refused => Interlocked.Read(ref s_refused);

    /// <summary>The scalar of a number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>A shared scalar. Do not dispose it.</returns>
    /// <exception cref="TorchLibraryException">TorchSharp's native part is missing.</exception>
    [return: Borrowed]
    public static Scalar Of(float value) => Of(TypeCode.Single, BitConverter.SingleToInt32Bits(value), static bits => BitConverter.Int32BitsToSingle((int)bits));

    /// <inheritdoc cref="Of(float)"/>
    [return: Borrowed]
    public static Scalar Of(double value) => Of(TypeCode.Double, BitConverter.DoubleToInt64Bits(value), static bits => BitConverter.Int64BitsToDouble(bits));

    /// <inheritdoc cref="Of(float)"/>
    [return: Borrowed]
    public static Scalar Of(int value) => Of(TypeCode.Int32, value, static bits => (int)bits);

    /// <inheritdoc cref="Of(float)"/>
    [return: Borrowed]
    public static Scalar Of(long value) => Of(TypeCode.Int64, value, static bits => bits);

    /// <inheritdoc cref="Of(float)"/>
    [return: Borrowed]
    public static Scalar Of(bool value) => Of(TypeCode.Boolean, value ? 1 : 0, static bits => bits != 0);

    private static Scalar Of(TypeCode type, long bits, Func<long, Scalar> make)
    {
        if (s_scalars.TryGetValue((type, bits), out var cached))
            return cached;

        TorchLibrary.EnsureLoaded();
        var made = make(bits);
        if (Interlocked.Increment(ref s_count) > Capacity)
        {
            Interlocked.Decrement(ref s_count);
            Interlocked.Increment(ref s_refused);
            return made;
        }

        var kept = s_scalars.GetOrAdd((type, bits), made);
        if (!ReferenceEquals(kept, made))
        {
            Interlocked.Decrement(ref s_count);
            made.Dispose();
        }
        return kept;
    }
}
