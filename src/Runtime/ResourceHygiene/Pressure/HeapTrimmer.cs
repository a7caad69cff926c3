using System.Runtime.InteropServices;

namespace ResourceHygiene;

/// <summary>
/// Gives memory that was let go back to the system: one garbage collection for the managed heap, then
/// <c>malloc_trim</c> for glibc's, which keeps what is freed. Both take milliseconds to a few hundred, so do it after large
/// releases and not after each. For any thread.
/// </summary>
public static unsafe class HeapTrimmer
{
    /// <summary>Null where the C library is another, as musl, or none, as on Windows.</summary>
    private static readonly delegate* unmanaged[Cdecl]<nuint, int> s_mallocTrim = Find();

    /// <summary>Whether this process uses a C library whose heap can be trimmed.</summary>
    public static bool CanTrimNativeHeap => s_mallocTrim is not null;

    /// <summary>Collects and trims.</summary>
    /// <param name="collectGarbage">Whether to collect: all generations, compacting, and blocking until it is done.</param>
    /// <param name="trimNativeHeap">Whether to trim glibc's heap; without effect where there is none.</param>
    /// <returns>What it did to the memory of the process.</returns>
    public static HeapTrimReport Trim(bool collectGarbage = true, bool trimNativeHeap = true) =>
        Trim(TimeProvider.System, collectGarbage, trimNativeHeap);

    internal static HeapTrimReport Trim(TimeProvider time, bool collectGarbage, bool trimNativeHeap)
    {
        var start = time.GetTimestamp();
        var before = Environment.WorkingSet;
        // Aggressive: the point is to give the memory back, not to be quick at it.
        if (collectGarbage)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var isTrimmed = trimNativeHeap && CanTrimNativeHeap;
        if (isTrimmed)
            s_mallocTrim(0);
        return new(collectGarbage, isTrimmed, before, Environment.WorkingSet, time.GetElapsedTime(start));
    }

    private static delegate* unmanaged[Cdecl]<nuint, int> Find() =>
        // Loaded already where it is there at all; it stays loaded, as it is the process's own.
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", out var library)
        && NativeLibrary.TryGetExport(library, "malloc_trim", out var function)
            ? (delegate* unmanaged[Cdecl]<nuint, int>)function
            : null;
}

/// <summary>What <see cref="HeapTrimmer"/> did.</summary>
/// <param name="Collected">Whether garbage was collected.</param>
/// <param name="NativeHeapTrimmed">Whether glibc's heap was trimmed.</param>
/// <param name="WorkingSetBefore">Physical memory of the process before, in bytes.</param>
/// <param name="WorkingSetAfter">And after.</param>
/// <param name="Duration">How long it took.</param>
public sealed record HeapTrimReport(
    bool Collected, bool NativeHeapTrimmed, long WorkingSetBefore, long WorkingSetAfter, TimeSpan Duration);
