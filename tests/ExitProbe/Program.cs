using ResourceHygiene;

// Tracks a cache and an index that depends on it, says "ready", and then ends as the first argument says.
// What is released prints its name, so that the test sees what ran, in which order, and how often.
var way = args.FirstOrDefault() ?? "";
switch (args)
{
    case ["table", var row, var mode, var directory]:
        return TableRows.Run(row, mode == "bare", directory);
    case ["fault", var fault, var end]:
        return FaultRows.Run(fault, end == "wait");
    case ["own", var directory, var journals]:
        return OwnerRows.Run(directory, int.Parse(journals, System.Globalization.CultureInfo.InvariantCulture));
    case ["own-child", var directory]:
        return OwnerRows.RunWithChild(directory);
    case ["own-churn", var directory]:
        return OwnerRows.RunWithChurn(directory);
    case ["full-disk", var directory]:
        return OwnerRows.RunOnFullDisk(directory);
    case ["short-of-memory", var smallest]:
        return ShortOfMemory.Run(int.Parse(smallest, System.Globalization.CultureInfo.InvariantCulture));
    default:
        break;
}

var hang = way == "hang" ? TimeSpan.FromSeconds(60) : TimeSpan.Zero;
Gate.IsSlow = way.EndsWith("-while-a-signal-cleans-up", StringComparison.Ordinal);
var cache = new Printed("cache", hang);
var index = new Printed("index", TimeSpan.Zero);
var cacheHandle = ResourceTracker.Shared.Register(cache, new() { Type = "probe", Name = "cache", Bytes = 10 });
ResourceTracker.Shared.Register(index, new() { Type = "probe", Name = "index", Bytes = 20, DependsOn = [cacheHandle] });

var options = new ExitCleanupOptions
{
    Budget = hang > TimeSpan.Zero ? TimeSpan.FromMilliseconds(300) : TimeSpan.FromSeconds(5),
    Completed = report => Console.WriteLine($"report: {report.ToString().Replace("\n", "; ", StringComparison.Ordinal)}"),
};
if (way == "slow-second-signal")
    options = new ExitCleanupOptions { Budget = TimeSpan.FromSeconds(60), HandlerSlice = TimeSpan.FromSeconds(60), Completed = _ => Console.WriteLine("report") };

var exit = ExitCleanup.Install(options: options);
if (way == "slow-second-signal")
    ResourceTracker.Shared.Register(new Slow(), new() { Type = "probe", Name = "slow", Priority = ReleasePriority.Critical });

Console.WriteLine("ready");
switch (way)
{
    case "return":
        exit.Dispose();
        Console.WriteLine("end of main");
        return 3;

    case "return-without-dispose":
        return 4;

    case "exit":
        Environment.Exit(5);
        return 0;

    case "throw":
        throw new InvalidOperationException("the program failed");

    case "return-while-a-signal-cleans-up":
        Gate.CleanupBegan.Wait();
        exit.Dispose();
        Console.WriteLine("end of main");
        return 6;

    case "leave-while-a-signal-cleans-up":
        Gate.CleanupBegan.Wait();
        return 8;

    case "exit-while-a-signal-cleans-up":
        Gate.CleanupBegan.Wait();
        Environment.Exit(7);
        return 0;

    case "throw-while-a-signal-cleans-up":
        Gate.CleanupBegan.Wait();
        throw new OperationCanceledException("stopped");

    case "twice":
        Console.WriteLine(ReferenceEquals(exit.Run(), exit.Run()) ? "same report" : "another report");
        exit.Dispose();
        return 0;

    default:
        // Ended by a signal. A lost signal must not leave a process behind.
        new ManualResetEventSlim().Wait(TimeSpan.FromSeconds(60));
        GC.KeepAlive(cache);
        GC.KeepAlive(index);
        return 99;
}

internal static class Gate
{
    public static bool IsSlow { get; set; }

    public static ManualResetEventSlim CleanupBegan { get; } = new();
}

internal sealed class Printed(string name, TimeSpan hang) : IReleasable, IPersistable
{
    public void Persist(ReleaseContext context) => Console.WriteLine($"persisted {name}");

    public ReleaseOutcome Release(in ReleaseContext context)
    {
        Console.WriteLine($"releasing {name}");
        if (Gate.IsSlow)
        {
            // Main goes its way now; what it does must not be over before this is.
            Gate.CleanupBegan.Set();
            Thread.Sleep(300);
        }
        if (hang > TimeSpan.Zero)
            new ManualResetEventSlim().Wait(hang);
        return ReleaseOutcome.Released();
    }
}

internal sealed class Slow : IDisposable
{
    public void Dispose()
    {
        Console.WriteLine("slow begins");
        // Until the test says so.
        Console.ReadLine();
    }
}
