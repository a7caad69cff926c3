using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers;

/// <summary>How large a file of this process may be, on Unix. It may change at any time.</summary>
internal static unsafe partial class FileLimit
{
    private const int FileSize = 1;

    /// <summary>In bytes; <see cref="long.MaxValue"/> where there is no limit.</summary>
    public static long OfThisProcess()
    {
        // What counts now, and up to what this process could raise it.
        var limits = stackalloc ulong[2];
        return GetLimit(FileSize, limits) == 0 && limits[0] <= long.MaxValue ? (long)limits[0] : long.MaxValue;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, ulong* limits);
}
