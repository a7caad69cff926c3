using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>Waits for the end of processes that are nobody's children here, and kills.</summary>
internal static partial class Ending
{
    public const int Stop = 19, Continue = 18, Kill = 9, Term = 15;

    /// <summary>Waits until each of them has ended, without asking again and again.</summary>
    /// <exception cref="TimeoutException">One has not; the message says which.</exception>
    public static void Await(IEnumerable<int> processes, TimeSpan patience)
    {
        foreach (var process in processes)
        {
            var descriptor = (int)SystemCall(PidFdOpen, process, 0);
            if (descriptor < 0)
                continue;   // gone already
            using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: true);
            var poll = new PollDescriptor { Descriptor = descriptor, Events = 1 };
            int result;
            do
                result = Poll(ref poll, 1, (int)patience.TotalMilliseconds);
            while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
            if (result == 0)
                throw new TimeoutException($"Still there: {ProcessEntry.Find(process)}");
        }
    }

    /// <summary>Stops a process: each of its threads stands still afterwards, and takes nothing more out of a pipe.</summary>
    public static void Halt(int process, TimeSpan patience)
    {
        Send(process, Stop);
        Assert.True(SpinWait.SpinUntil(() => ProcessEntry.IsStopped(process), patience), $"It goes on: {ProcessEntry.Find(process)}");
    }

    public static void Send(int process, int signal) => Assert.Equal(0, SendSignal(process, signal));

    private const int Interrupted = 4;

    /// <summary>The same number on every architecture.</summary>
    private const nint PidFdOpen = 434;

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Answers;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
