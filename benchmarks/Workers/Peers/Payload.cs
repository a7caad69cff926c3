using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers.Benchmarks.Peers;

/// <summary>An image of 2,000 by 2,000 pixels with three channels of 4 bytes: what the preview worker of the seed sends.</summary>
internal static class Payload
{
    public const int Length = 2000 * 2000 * 3 * 4;

    /// <summary>Reads all of it, as work on it would.</summary>
    public static long Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0L;
        foreach (var value in MemoryMarshal.Cast<byte, long>(bytes))
            sum += value;
        return sum;
    }

    public static unsafe long Sum(MemoryMappedViewAccessor view)
    {
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            return Sum(new ReadOnlySpan<byte>(start, Length));
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    public static unsafe void Fill(MemoryMappedViewAccessor view, ReadOnlySpan<byte> bytes)
    {
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            bytes.CopyTo(new Span<byte>(start, Length));
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }
}
