using System.Diagnostics;
using System.Runtime.InteropServices;
using ResourceHygiene.Workers;

namespace WorkerProbe;

/// <summary>What can go wrong inside a worker, by name.</summary>
internal static class Faults
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly List<nint> s_leaked = [];

    public static async Task Do(string fault, WorkerCall workerCall)
    {
        switch (fault)
        {
            case "throw":
                throw new InvalidOperationException("The command threw as it was told to.");
            case "throw-later":
                await Task.Yield();
                throw new InvalidOperationException("The command threw as it was told to.");
            case "exit":
                Environment.Exit(3);
                return;
            case "kill":
                KillSelf(9);
                return;
            case "terminate":
                KillSelf(Native.Term);
                return;
            case "abort":
                Native.Abort();
                return;
            case "fail-fast":
                Environment.FailFast("As it was told to.");
                return;
            case "segmentation-fault":
                Native.Crash();
                return;
            case "stack-overflow":
                Overflow(0);
                return;
            case "throw-on-a-thread":
                new Thread(static () => throw new InvalidOperationException("On a thread of its own.")).Start();
                Block();
                return;
            case "hang":
                Block();
                return;
            case "hang-spinning":
                Spin();
                return;
            case "stop":
                // Not ended, but it answers nothing any more, heartbeats neither.
                KillSelf(19);
                return;
            case "block-the-pool":
                for (var i = 0; i < 2000; i++)
                    ThreadPool.UnsafeQueueUserWorkItem(static _ => Block(), null);
                return;
            case "print":
                Console.WriteLine("printed by the command");
                Console.Out.Flush();
                return;
            case "print-to-descriptor-1":
                WriteTo("/proc/self/fd/1", "printed by native code\n"u8);
                return;
            case "read-input":
                // Nothing to read, and no request of the parent's either.
                if (Console.In.Read() != -1)
                    throw new InvalidOperationException("There was something to read.");
                return;
            case "garbage":
                Conversation.Write(Enumerable.Repeat((byte)0xA5, 200).ToArray());
                Block();
                return;
            case "text":
                Conversation.Write("Segmentation fault (core dumped)\n"u8.ToArray());
                Block();
                return;
            case "oversize":
                Conversation.Write(Enumerable.Repeat((byte)0xFF, 4096).ToArray());
                Block();
                return;
            case "zeros":
                Conversation.Write(new byte[4096]);
                Block();
                return;
            case "half-frame-and-exit":
                Conversation.Write([0x52]);
                KillSelf(9);
                return;
            case "close-the-conversation":
                Conversation.Close();
                Block();
                return;
            case "die-while-writing-a-segment":
                WriteHalf(workerCall.RentResult<byte>(8 << 20));
                KillSelf(9);
                return;
            case "leak":
                Leak(64 << 20);
                return;
            case "out-of-memory":
                GC.KeepAlive(Enumerable.Range(0, 1000).Select(static _ => new byte[16 << 20]).ToArray());
                return;
            case "leave-a-child":
                LeaveAChild(session: false);
                return;
            case "leave-a-child-in-a-session":
                LeaveAChild(session: true);
                return;
            case "leave-a-child-and-crash":
                LeaveAChild(session: true);
                KillSelf(9);
                return;
            default:
                SegmentFaults.Do(fault, workerCall);
                // The parent ends what sent that.
                Block();
                return;
        }
    }

    private static void KillSelf(int signal)
    {
        _ = Native.Kill(Environment.ProcessId, signal);
        Block();
    }

    private static void Block()
    {
        using var never = new ManualResetEventSlim();
        never.Wait(s_patience);
    }

    private static void Spin()
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < s_patience)
            Thread.SpinWait(1000);
    }

    private static int Overflow(int depth)
    {
        Span<byte> taken = stackalloc byte[1024];
        taken[0] = (byte)depth;
        return Overflow(depth + 1) + taken[0];
    }

    private static void WriteHalf(Span<byte> room) => room[..(room.Length / 2)].Fill(7);

    private static void WriteTo(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(bytes);
    }

    private static unsafe void Leak(int bytes)
    {
        var memory = NativeMemory.Alloc((nuint)bytes);
        new Span<byte>(memory, bytes).Fill(1);
        s_leaked.Add((nint)memory);
    }

    /// <summary>One that would wait for a minute, with an output of its own: an inherited pipe would be noticed by its end that does not come.</summary>
    private static void LeaveAChild(bool session)
    {
        string[] command = ["/bin/sleep", "60"];
        if (session)
            command = ["setsid", .. command];
        Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false })!.Dispose();
    }
}
