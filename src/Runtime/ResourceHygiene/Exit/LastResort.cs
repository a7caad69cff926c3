using System.Runtime.InteropServices;

namespace ResourceHygiene;

/// <summary>
/// Ends the process without asking anybody, when the budget after a signal is over and somebody else's exit handler hangs:
/// Environment.Exit waits for those without limit. Linked into the hosting package.
/// </summary>
internal static class LastResort
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    /// <summary>Ends the process with this code unless it has ended by then. Real time: a clock that stands still must not hold it.</summary>
    public static void Arm(TimeSpan budget, int exitCode)
    {
        if (budget == Timeout.InfiniteTimeSpan)
            return;

        // Not a timer: those need a pool thread, and a program that hangs has often used them all up.
        var thread = new Thread(() =>
        {
            using var never = new ManualResetEventSlim();
            never.Wait(budget + s_grace);
            End(exitCode);
        })
        {
            IsBackground = true,
            Name = "ResourceHygiene last resort",
        };
        thread.Start();
    }

    /// <summary>Ends the process now.</summary>
    public static void End(int exitCode)
    {
        if (OperatingSystem.IsWindows())
            _ = TerminateProcess(-1, (uint)exitCode);
        else
            EndNow(exitCode);
    }

    [DllImport("libc", EntryPoint = "_exit", ExactSpelling = true)]
    private static extern void EndNow(int exitCode);

    [DllImport("kernel32", ExactSpelling = true)]
    private static extern int TerminateProcess(nint process, uint exitCode);
}
