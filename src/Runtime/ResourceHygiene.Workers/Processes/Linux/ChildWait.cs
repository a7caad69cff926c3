using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>Waits for one process that has ended, never for any: other children are those of the program.</summary>
internal static unsafe class ChildWait
{
    private const int ById = 1;
    private const int DoNotBlock = 1;
    private const int Ended = 4;
    private const int LeaveIt = 0x01000000;

    /// <summary>
    /// How much larger than this process a child must have been for its peak to be its own: the kernel counts memory in portions for each
    /// processor, and not at the same moments.
    /// </summary>
    private const long PeakMargin = 1 << 20;

    // Somebody in this process waited for children that are not its own: how this one ended was told to them.
    private static readonly ExitStatus s_unknown = new(-1, null);

    public static bool HasProcessDescriptors()
    {
        var descriptor = Libc.OpenProcess(System.Environment.ProcessId);
        // Asked once: a moment without descriptors must not count for ever.
        if (descriptor < 0)
            return Libc.IsExhausted(Marshal.GetLastPInvokeError());
        _ = Libc.Close(descriptor);
        return true;
    }

    /// <summary>How a process ended, which stays to be reaped.</summary>
    public static ExitStatus Peek(int id)
    {
        // siginfo_t: signal, error, code, and after a gap pid, user, status.
        var info = stackalloc byte[128];
        Unsafe.InitBlock(info, 0, 128);
        if (Libc.WaitId(ById, id, info, Ended | LeaveIt | DoNotBlock) != 0 || *(int*)(info + 16) == 0)
            return s_unknown;
        const int Exited = 1;
        var status = *(int*)(info + 24);
        return *(int*)(info + 8) == Exited ? new(status, null) : new(128 + status, status);
    }

    /// <summary>Reaps a process that has ended.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="peakBefore">The peak of this process when that was started, with which its own begins.</param>
    public static ChildEnd Reap(int id, long peakBefore)
    {
        int status;
        Libc.ResourceUsage usage;
        int result;
        do
            result = Libc.Wait(id, &status, DoNotBlock, &usage);
        while (result < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted);
        if (result != id)
            return new(s_unknown, default, default, null, default);

        var signal = status & 0x7F;
        var peak = usage.PeakKilobytes << 10;
        return new(
            signal == 0 ? new((status >> 8) & 0xFF, null) : new(128 + signal, signal),
            new TimeSpan((usage.UserSeconds * TimeSpan.TicksPerSecond) + (usage.UserMicroseconds * TimeSpan.TicksPerMicrosecond)),
            new TimeSpan((usage.SystemSeconds * TimeSpan.TicksPerSecond) + (usage.SystemMicroseconds * TimeSpan.TicksPerMicrosecond)),
            peak > peakBefore + PeakMargin ? peak : null,
            Survivors: default);
    }

    /// <summary>The largest memory of this process so far, in bytes.</summary>
    public static long PeakOfThisProcess()
    {
        Libc.ResourceUsage usage;
        return Libc.GetUsage(0, &usage) == 0 ? usage.PeakKilobytes << 10 : long.MaxValue - PeakMargin;
    }

    /// <summary>Ends and reaps a child that cannot be watched.</summary>
    public static void Abandon(int id)
    {
        _ = Libc.Kill(-id, Libc.SigKill);
        int status;
        Libc.ResourceUsage usage;
        while (Libc.Wait(id, &status, 0, &usage) < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
            continue;
    }
}
