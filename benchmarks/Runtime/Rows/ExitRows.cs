using System.Diagnostics;
using System.Globalization;
using ResourceHygiene.Benchmarks;

namespace ResourceHygiene.Runtime.Benchmarks.Rows;

/// <summary>What it costs to end, and to clear up after those that could not.</summary>
internal static class ExitRows
{
    private const int Resources = 10_000;
    private const int Owners = 1_000;

    public static IEnumerable<Figure> Measure() => [.. CleanUp(), .. Journal(), .. Sweep()];

    /// <summary>Opens journals with a directory each, and waits to be killed: the other half of the sweep's row.</summary>
    public static int Own(string directory, string count)
    {
        var alive = new List<object>();
        for (var i = 0; i < int.Parse(count, CultureInfo.InvariantCulture); i++)
        {
            var journal = LeftoverJournal.Open(new() { Directory = Path.Combine(directory, "journal") });
            alive.AddRange([journal, journal.CreateTempDirectory(parent: directory)]);
        }
        Console.WriteLine("ready");
        using var never = new ManualResetEventSlim();
        never.Wait(TimeSpan.FromMinutes(1));
        GC.KeepAlive(alive);
        return 0;
    }

    /// <summary>In memory where there is such a directory: a disk that others use says more about them.</summary>
    private static string NewDirectory() => Directory.CreateDirectory(
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"rh-bench-{Guid.NewGuid():N}")).FullName;

    private static IEnumerable<Figure> CleanUp()
    {
        var best = TimeSpan.MaxValue;
        var processor = TimeSpan.MaxValue;
        for (var round = 0; round < 30; round++)
        {
            var tracker = new ResourceTracker();
            var alive = new List<Nothing>(Resources);
            for (var i = 0; i < Resources; i++)
            {
                var resource = new Nothing();
                alive.Add(resource);
                tracker.Register(resource, new() { Type = "benchmark" });
            }

            using var exit = ExitCleanup.Install(new ResourceCleaner(tracker), new() { Signals = [] });
            var used = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            var report = exit.Run();
            var took = Stopwatch.GetElapsedTime(start);
            used = Environment.CpuUsage.TotalTime - used;
            if (report.Released != Resources)
                throw new InvalidOperationException(report.ToString());

            GC.KeepAlive(alive);
            best = took < best ? took : best;
            processor = used < processor ? used : processor;
        }
        yield return new($"exit clean-up of {Resources:N0} tracked no-op resources: ms", best.TotalMilliseconds, 10);
        yield return new($"exit clean-up of {Resources:N0} tracked no-op resources: ms of processor time, the program's other threads included", processor.TotalMilliseconds);
    }

    private static IEnumerable<Figure> Journal()
    {
        var directory = NewDirectory();
        try
        {
            using var journal = LeftoverJournal.Open(new() { Directory = Path.Combine(directory, "journal"), Tracker = new ResourceTracker() });
            var path = Path.Combine(directory, "never there");
            var contest = new Contest()
                .Add("bare", operations =>
                {
                    for (var i = 0; i < operations; i++)
                        Directory.Delete(Directory.CreateDirectory(Path.Combine(directory, $"rh-bench-{Guid.NewGuid():N}")).FullName, recursive: true);
                })
                .Add("journalled", operations =>
                {
                    for (var i = 0; i < operations; i++)
                        journal.CreateTempDirectory("rh-bench-", directory).Dispose();
                })
                .Add("record", operations =>
                {
                    for (var i = 0; i < operations; i++)
                        journal.Track(LeftoverKind.TempFile, path).Forget();
                })
                .Run(TimeSpan.FromSeconds(1));

            yield return new("temp directory made and deleted: journalled and tracked / bare", contest.Ratio("journalled", "bare"));
            yield return new("a record written and crossed out / a bare temp directory made and deleted", contest.Ratio("record", "bare"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static IEnumerable<Figure> Sweep()
    {
        if (Environment.ProcessPath is not { } program || OperatingSystem.IsWindows())
            yield break;

        var sweep = TimeSpan.MaxValue;
        var bare = TimeSpan.MaxValue;
        for (var round = 0; round < 4; round++)
        {
            var took = WithDeadOwners(program, static directory =>
            {
                var report = Sweeper.Run(Path.Combine(directory, "journal"));
                if (report.Undone != Owners)
                    throw new InvalidOperationException(report.ToString());
            });
            sweep = took < sweep ? took : sweep;
            took = WithDeadOwners(program, LockAndDelete);
            bare = took < bare ? took : bare;
        }

        yield return new($"sweep of {Owners:N0} dead owners with a directory each: ms", sweep.TotalMilliseconds);
        yield return new($"sweep of {Owners:N0} dead owners: ours / lock and delete only", sweep / bare);
    }

    private static TimeSpan WithDeadOwners(string program, Action<string> work)
    {
        var directory = NewDirectory();
        try
        {
            var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
            if (Path.GetFileNameWithoutExtension(program) == "dotnet")
                start.ArgumentList.Add(typeof(ExitRows).Assembly.Location);
            foreach (var argument in (string[])["--own", directory, $"{Owners}"])
                start.ArgumentList.Add(argument);
            using (var owner = Process.Start(start)!)
            {
                owner.StandardOutput.ReadLine();
                owner.Kill();
                owner.WaitForExit();
            }

            var began = Stopwatch.GetTimestamp();
            work(directory);
            return Stopwatch.GetElapsedTime(began);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>The least that any sweep has to do, without reading what to delete.</summary>
    private static void LockAndDelete(string directory)
    {
        foreach (var path in Directory.GetFiles(Path.Combine(directory, "journal")))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            File.Delete(path);
        }
        foreach (var path in Directory.GetDirectories(directory, "rh-*"))
            Directory.Delete(path, recursive: true);
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
