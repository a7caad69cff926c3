using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ResourceHygiene;

/// <summary>Each way in which a process ends, with the clean-up installed or bare, as the exit table has it.</summary>
internal static partial class TableRows
{
    private static readonly List<object> s_alive = [];

    /// <summary>Ends the process in the way that is named; returns only where Main does.</summary>
    public static int Run(string way, bool isBare, string directory)
    {
        if (!isBare)
        {
            ExitCleanup.Install(options: new()
            {
                Budget = TimeSpan.FromSeconds(10),
                SweepAtStart = false,
                Journal = Leave(directory),
            });
            var resource = new Said("C");
            s_alive.Add(resource);
            ResourceTracker.Shared.Register(resource, new() { Type = "probe", Name = "cleaned" });
        }

        Hooks.Observe();
        Prepare(way);
        Hooks.Say("ready");
        try
        {
            return End(way);
        }
        finally
        {
            Hooks.Say("F");
        }
    }

    /// <summary>A directory with a file, a file of the kind that /dev/shm has, and a process: what a kill leaves.</summary>
    private static LeftoverJournal Leave(string directory)
    {
        var journal = LeftoverJournal.Open(new() { Directory = Path.Combine(directory, "journal") });
        var things = Directory.CreateDirectory(Path.Combine(directory, "things")).FullName;
        var temp = journal.CreateTempDirectory("probe-", things);
        File.WriteAllText(Path.Combine(temp.Path, "data"), "x");
        var memory = journal.Track(LeftoverKind.SharedMemory, Path.Combine(things, "segment"));
        File.WriteAllText(memory.Name, "x");
        memory.Created();
        s_alive.AddRange([temp, memory]);
        return journal;
    }

    private static void Prepare(string way)
    {
        switch (way)
        {
            case "observed-signal":
                s_alive.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, static _ => Hooks.Say("S")));
                break;
            case "cancelled-signal":
                s_alive.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context =>
                {
                    Hooks.Say("S");
                    context.Cancel = true;
                    Environment.Exit(21);
                }));
                break;
            case "cancel-key":
                Console.CancelKeyPress += static (_, _) => Hooks.Say("S");
                break;
            case "process-exit-throws":
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => throw new InvalidOperationException("in ProcessExit");
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => Hooks.Say("later");
                break;
            case "process-exit-exits":
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => Environment.Exit(9);
                break;
            case "process-exit-is-slow":
                AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
                {
                    Thread.Sleep(1000);
                    Hooks.Say("slow");
                };
                break;
            default:
                break;
        }
    }

    private static int End(string way)
    {
        switch (way)
        {
            case "return" or "process-exit-throws" or "process-exit-exits" or "process-exit-is-slow":
                return 3;
            case "foreground-thread":
                new Thread(static () =>
                {
                    Thread.Sleep(300);
                    Hooks.Say("T");
                }).Start();
                return 4;
            case "exit":
                Environment.Exit(5);
                return 0;
            case "exit-from-pool":
                Wait(Task.Run(static () => Environment.Exit(6)));
                return 0;
            case "two-exits":
                _ = Task.Run(static () => Environment.Exit(7));
                Environment.Exit(7);
                return 0;
            case "throw":
                throw new InvalidOperationException("the program failed");
            case "throw-on-pool":
                ThreadPool.UnsafeQueueUserWorkItem(static _ => throw new InvalidOperationException("the pool failed"), null);
                Wait(Task.Delay(Timeout.Infinite));
                return 0;
            case "throw-in-finalizer":
                Drop();
                Collect();
                Wait(Task.Delay(Timeout.Infinite));
                return 0;
            case "unobserved-task":
                TaskScheduler.UnobservedTaskException += static (_, _) => Hooks.Say("O");
                Fault();
                Collect();
                return 10;
            case "fail-fast":
                Environment.FailFast("the program gave up");
                return 0;
            case "abort":
                Abort();
                return 0;
            case "stack-overflow":
                return Overflow(0);
            case "native-crash":
                return (int)LengthOf(1);
            case "null-write":
                Marshal.WriteInt32(0, 1);
                return 0;
            case "libc-exit":
                LeaveByC(11);
                return 0;
            case "libc-exit-at-once":
                LeaveByCAtOnce(12);
                return 0;
            case "out-of-memory":
                try
                {
                    for (var blocks = new List<byte[]>(); ; blocks.Add(new byte[1 << 24]))
                        ;
                }
                catch (OutOfMemoryException)
                {
                    return 13;
                }
            case "finalizers":
                s_alive.Add(new Finalized());
                return 14;
            default:
                // By a signal. A lost one must not leave a process behind.
                new ManualResetEventSlim().Wait(TimeSpan.FromSeconds(60));
                return 99;
        }
    }

    private static void Wait(Task task) => task.Wait(TimeSpan.FromSeconds(60));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fault()
    {
        var task = Task.Run(static () => throw new InvalidOperationException("nobody looks"));
        ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop() => _ = new Thrower();

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int Overflow(int depth)
    {
        Span<byte> room = stackalloc byte[1024];
        room[depth % 1024] = 1;
        return Overflow(depth + 1) + room[0];
    }

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void Abort();

    [LibraryImport("libc", EntryPoint = "exit")]
    private static partial void LeaveByC(int code);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void LeaveByCAtOnce(int code);

    [LibraryImport("libc", EntryPoint = "strlen")]
    private static partial nint LengthOf(nint text);

    private sealed class Thrower
    {
        ~Thrower() => Fail();

        private static void Fail() => throw new InvalidOperationException("the finalizer failed");
    }

    private sealed class Finalized
    {
        ~Finalized() => Hooks.Say("finalized");
    }
}
