using System.Runtime.InteropServices;

namespace WorkerProbe;

/// <summary>What a misbehaving program may ask of the system.</summary>
internal static partial class Native
{
    public const int Term = 15;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    public static partial int SetSid();

    /// <summary>What of a process is limited: the size of its files, how many processes its user has, how many files are open, and how much it maps.</summary>
    public const int FileSize = 1, ProcessCount = 6, OpenFiles = 7, Addresses = 9;

    /// <summary>How much of something this process may have from now on; <see langword="null"/> for as much as it ever may.</summary>
    public static unsafe void Limit(int resource, long? most)
    {
        var limits = stackalloc nuint[2];
        _ = GetLimit(resource, limits);
        limits[0] = most is { } some ? (nuint)some : limits[1];
        _ = SetLimit(resource, limits);
    }

    /// <summary>Ends the calling thread and nothing else; what the C library and the runtime know of it, they go on knowing.</summary>
    public static void EndThread() => _ = SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 60 : 93, 0);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint argument);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static unsafe partial int GetLimit(int resource, nuint* limits);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static unsafe partial int SetLimit(int resource, nuint* limits);

    [LibraryImport("libc", EntryPoint = "abort")]
    public static partial void Abort();

    /// <summary>A segmentation fault outside managed code, where nobody makes an exception of it.</summary>
    public static unsafe void Crash() => _ = StringLength((byte*)1);

    [LibraryImport("libc", EntryPoint = "strlen")]
    private static unsafe partial nuint StringLength(byte* text);
}
