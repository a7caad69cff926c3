using Microsoft.Win32.SafeHandles;

namespace WorkerProbe;

/// <summary>
/// The pipe on which the parent expects frames, as broken native code would find it: the library moves it away from descriptor 1, so it is remembered
/// by what the system calls it, and found again among the open descriptors.
/// </summary>
internal static class Conversation
{
    private static string? s_pipe;

    /// <summary>To be called before the library has its turn.</summary>
    public static void Remember() => s_pipe = new FileInfo("/proc/self/fd/1").LinkTarget;

    public static void Write(byte[] bytes)
    {
        // Not by its path: opened anew it would be another end of the pipe, which is as good for a write, and needs no descriptor of the library's.
        using var pipe = new FileStream(Descriptors().First(), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        pipe.Write(bytes);
    }

    /// <summary>Closes all of them: the parent sees the end of the output while the process lives.</summary>
    public static void Close()
    {
        foreach (var descriptor in Descriptors())
        {
            using var handle = new SafeFileHandle(int.Parse(Path.GetFileName(descriptor), System.Globalization.CultureInfo.InvariantCulture), ownsHandle: true);
        }
    }

    private static string[] Descriptors() =>
    [
        .. Directory.EnumerateFileSystemEntries("/proc/self/fd").Where(static descriptor => new FileInfo(descriptor).LinkTarget == s_pipe),
    ];
}
