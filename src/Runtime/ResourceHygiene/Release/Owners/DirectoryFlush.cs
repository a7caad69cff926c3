using System.Runtime.InteropServices;
using System.Text;

namespace ResourceHygiene;

/// <summary>
/// Brings a rename to the disk. The file's own flush does not: after a loss of power the directory could still name the old
/// file. .NET opens no directories; on Windows the file system's journal orders such changes, and there is nothing to do.
/// </summary>
internal static class DirectoryFlush
{
    private const int ReadOnly = 0;

    /// <summary>Flushes a directory. False where the file system cannot, as some network shares: the rename is done all the same.</summary>
    public static unsafe bool Try(string directory)
    {
        if (OperatingSystem.IsWindows())
            return false;

        fixed (byte* path = Encoding.UTF8.GetBytes(directory + '\0'))
        {
            var descriptor = Open(path, ReadOnly);
            if (descriptor < 0)
                return false;

            var isFlushed = Flush(descriptor) == 0;
            _ = Close(descriptor);
            return isFlushed;
        }
    }

    // Variadic in C, where the third argument is only for files that are created; passed on Linux and macOS alike as a plain call of two.
    [DllImport("libc", EntryPoint = "open", ExactSpelling = true)]
    private static extern unsafe int Open(byte* path, int flags);

    [DllImport("libc", EntryPoint = "fsync", ExactSpelling = true)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close", ExactSpelling = true)]
    private static extern int Close(int descriptor);
}
