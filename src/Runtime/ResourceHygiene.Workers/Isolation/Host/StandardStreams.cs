using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ResourceHygiene.Workers;

/// <summary>
/// Takes standard input and output of a worker for the frames, and puts something harmless in their place: nothing that user code or
/// a native library reads or prints touches a frame.
/// </summary>
internal static partial class StandardStreams
{
    /// <summary>To be called once, before anything is read or printed.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static (Stream Input, Stream Output) Take() => OperatingSystem.IsWindows() ? TakeHandles() : TakeDescriptors();

    /// <summary>
    /// Does the same to <see cref="Console"/>, where that may have looked at the old ones already. Takes longer than all else that a worker does before
    /// it is ready, and must be done only before other code runs.
    /// </summary>
    public static void TakeConsole()
    {
        if (MayConsoleBeInUse())
            ReplaceConsole();
    }

    /// <summary>One whose assembly is not loaded has looked at nothing: it will find what stands in the place of the old descriptors.</summary>
    private static bool MayConsoleBeInUse()
    {
        // A program that was compiled ahead of time does not say what of it has run; Windows' handles are not looked at here.
        if (OperatingSystem.IsWindows() || !RuntimeFeature.IsDynamicCodeSupported)
            return true;

        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.FullName is { } name && name.StartsWith("System.Console,", StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    // Apart: whoever compiles a mention of the console loads it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReplaceConsole()
    {
        Console.SetIn(TextReader.Null);
        Console.SetOut(Console.Error);
    }

    private static (Stream Input, Stream Output) TakeDescriptors()
    {
        // At 10 or above, and closed in whatever the worker starts: a grandchild that held them would hide that the worker is gone.
        var input = Checked(Fcntl(0, DuplicateCloseOnExec, 10), "duplicating standard input");
        var output = Checked(Fcntl(1, DuplicateCloseOnExec, 10), "duplicating standard output");
        using (var nothing = File.OpenHandle("/dev/null"))
            Checked(Dup2((int)nothing.DangerousGetHandle(), 0), "replacing standard input");
        Checked(Dup2(2, 1), "replacing standard output");
        return (Open(input, FileAccess.Read), Open(output, FileAccess.Write));
    }

    [SupportedOSPlatform("windows")]
    private static (Stream Input, Stream Output) TakeHandles()
    {
        var input = GetStdHandle(StandardInput);
        var output = GetStdHandle(StandardOutput);
        SetStdHandle(StandardInput, 0);
        SetStdHandle(StandardOutput, GetStdHandle(StandardError));
        return (Open(input, FileAccess.Read), Open(output, FileAccess.Write));
    }

    private static FileStream Open(nint handle, FileAccess access) =>
        new(new SafeFileHandle(handle, ownsHandle: true), access, bufferSize: 0, isAsync: false);

    private static int Checked(int result, string what) =>
        result >= 0 ? result : throw new IOException($"{what} failed: {Marshal.GetLastPInvokeErrorMessage()}");

    /// <summary>F_DUPFD_CLOEXEC.</summary>
    private static int DuplicateCloseOnExec => OperatingSystem.IsLinux() || OperatingSystem.IsAndroid() ? 1030 : OperatingSystem.IsFreeBSD() ? 17 : 67;

    private const int StandardInput = -10;
    private const int StandardOutput = -11;
    private const int StandardError = -12;

    // Variadic: an argument goes on the stack there on macOS on ARM, so the ones in between fill the registers.
    private static int Fcntl(int descriptor, int command, int argument) =>
        OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? FcntlOnStack(descriptor, command, 0, 0, 0, 0, 0, 0, argument)
            : FcntlInRegisters(descriptor, command, argument);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FcntlInRegisters(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FcntlOnStack(int descriptor, int command, nint a2, nint a3, nint a4, nint a5, nint a6, nint a7, nint argument);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Dup2(int from, int to);

    [LibraryImport("kernel32")]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetStdHandle(int which, nint handle);
}
