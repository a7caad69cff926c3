using ResourceHygiene;

/// <summary>Handlers, callbacks and programs that misbehave while the process ends.</summary>
internal static class FaultRows
{
    private static readonly List<object> s_alive = [];

    /// <summary>Waits for a signal or returns, as told; whatever goes wrong, "last" has to be released in the budget.</summary>
    public static int Run(string fault, bool waits)
    {
        ExitCleanup? exit = null;
        var options = new ExitCleanupOptions
        {
            Budget = TimeSpan.FromSeconds(4),
            HandlerSlice = TimeSpan.FromMilliseconds(400),
            SweepAtStart = false,
            Completed = fault == "report-hangs" ? static _ => Hang() : static report => Hooks.Say($"report: {report.Released} released, {report.Failed} failed"),
        };
        exit = ExitCleanup.Install(options: options);
        Track(new Faulty(() => Misbehave(fault, exit)), "faulty", ReleasePriority.Critical);
        Track(new Said("last"), "last", ReleasePriority.Low);
        Prepare(fault, exit);

        Hooks.Say("ready");
        if (waits)
            new ManualResetEventSlim().Wait(TimeSpan.FromSeconds(60));
        else
            exit.Dispose();
        return 3;
    }

    private static void Prepare(string fault, ExitCleanup exit)
    {
        switch (fault)
        {
            case "stop-callback-hangs":
                exit.Stopping.Register(Hang);
                break;
            case "stop-callback-throws":
                exit.Stopping.Register(static () => throw new InvalidOperationException("while stopping"));
                break;
            case "others-exit-handler-hangs":
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => Hang();
                break;
            case "pool-is-blocked":
                for (var i = 0; i < 2000; i++)
                    ThreadPool.UnsafeQueueUserWorkItem(static _ => Hang(), null);
                break;
            case "lease-is-lost":
                var leased = new Said("leased");
                if (!ResourceTracker.Shared.TryLease(Track(leased, "leased", ReleasePriority.High), out var lease))
                    throw new InvalidOperationException("Nothing to lease.");
                s_alive.Add(lease);
                break;
            default:
                break;
        }
    }

    private static void Misbehave(string fault, ExitCleanup exit)
    {
        switch (fault)
        {
            case "hangs" or "pool-is-blocked":
                Hang();
                break;
            case "spins":
                while (true)
                    ;
            case "throws":
                throw new InvalidOperationException("while releasing");
            case "allocates":
                for (var i = 0; i < 200; i++)
                    GC.KeepAlive(new byte[1 << 22]);
                break;
            case "re-enters":
                exit.Run();
                exit.Dispose();
                ResourceCleaner.Shared.ReleaseAll(ReleaseReason.Requested, TimeSpan.FromSeconds(1));
                Track(new Said("born late"), "born late", ReleasePriority.Normal);
                break;
            case "exits":
                Environment.Exit(77);
                break;
            case "starts-threads":
                for (var i = 0; i < 8; i++)
                    new Thread(static () => RegisterForEver()) { IsBackground = true }.Start();
                break;
            case "starts-a-thread-that-throws":
                new Thread(static () => throw new InvalidOperationException("on a thread of the clean-up")).Start();
                Hang();
                break;
            default:
                break;
        }
    }

    private static void RegisterForEver()
    {
        while (true)
            Track(new Quiet(), "quiet", ReleasePriority.Normal);
    }

    private static ResourceHandle Track(object resource, string name, ReleasePriority priority)
    {
        lock (s_alive)
            s_alive.Add(resource);
        return ResourceTracker.Shared.Register(resource, new() { Type = "probe", Name = name, Priority = priority });
    }

    private static void Hang() => new ManualResetEventSlim().Wait(TimeSpan.FromSeconds(60));

    private sealed class Faulty(Action misbehave) : IDisposable
    {
        public void Dispose() => misbehave();
    }

    private sealed class Quiet : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
