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

    [LibraryImport("libc", EntryPoint = "abort")]
    public static partial void Abort();

    /// <summary>A segmentation fault outside managed code, where nobody makes an exception of it.</summary>
    public static unsafe void Crash() => _ = StringLength((byte*)1);

    [LibraryImport("libc", EntryPoint = "strlen")]
    private static unsafe partial nuint StringLength(byte* text);
}
