using System.Diagnostics;
using ResourceHygiene;

/// <summary>Owners of journals that are about to be killed.</summary>
internal static class OwnerRows
{
    private static readonly List<object> s_alive = [];

    /// <summary>Opens a number of journals, each with one directory that has a file, then waits to be killed.</summary>
    public static int Run(string directory, int journals)
    {
        var things = Directory.CreateDirectory(Path.Combine(directory, "things")).FullName;
        for (var i = 0; i < journals; i++)
        {
            var journal = LeftoverJournal.Open(new() { Directory = Path.Combine(directory, "journal") });
            var temp = journal.CreateTempDirectory("owned-", things);
            File.WriteAllText(Path.Combine(temp.Path, "data"), "x");
            s_alive.AddRange([journal, temp]);
            if (journal.UnavailableBecause is { } reason)
                Console.Error.WriteLine(reason);
        }
        Hooks.Say("ready");
        return Wait();
    }

    /// <summary>Starts a process and journals it; says its id.</summary>
    public static int RunWithChild(string directory)
    {
        var journal = LeftoverJournal.Open(new() { Directory = Path.Combine(directory, "journal") });
        // Its own pipes: it must not keep ours open when we are gone.
        var child = Process.Start(new ProcessStartInfo("sleep", "60") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        s_alive.AddRange([journal, child, journal.Track(child)]);
        Hooks.Say("ready");
        Hooks.Say($"{child.Id}");
        return Wait();
    }

    /// <summary>Makes and disposes leftovers on four threads, with names that take one or several places, until it is killed.</summary>
    public static int RunWithChurn(string directory)
    {
        var journal = LeftoverJournal.Open(new() { Directory = Path.Combine(directory, "journal") });
        var things = Directory.CreateDirectory(Path.Combine(directory, "things")).FullName;
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            new Thread(() => Churn(journal, things, random)) { IsBackground = true }.Start();
        }
        Hooks.Say("ready");
        return Wait();
    }

    /// <summary>Journals until the disk is full, which a limit for the size of files stands for, and says what became of it.</summary>
    public static int RunOnFullDisk(string directory)
    {
        var journal = LeftoverJournal.Open(new() { Directory = Path.Combine(directory, "journal") });
        Trace.Listeners.Add(new TextWriterTraceListener(Console.Out));
        var things = Directory.CreateDirectory(Path.Combine(directory, "things")).FullName;
        var temps = Enumerable.Range(0, 500).Select(_ => journal.CreateTempDirectory("full-", things)).ToList();
        Trace.Flush();
        Hooks.Say("ready");
        Hooks.Say($"available {journal.IsAvailable}, some journalled {temps[0].IsJournalled}, last journalled {temps[^1].IsJournalled}");
        temps.ForEach(static temp => temp.Dispose());
        Hooks.Say($"left {Directory.GetDirectories(things).Length}, live {journal.Live.Length}");
        return 0;
    }

    private static void Churn(LeftoverJournal journal, string things, Random random)
    {
        var alive = new List<Leftover>();
        while (true)
        {
            if (alive.Count > random.Next(200))
            {
                var index = random.Next(alive.Count);
                alive[index].Dispose();
                alive.RemoveAt(index);
                continue;
            }

            var prefix = new string('n', random.Next(1, 200));
            var leftover = random.Next(2) == 0 ? journal.CreateTempDirectory(prefix, things) : journal.CreateTempFile(prefix, parent: things);
            if (leftover.Kind == LeftoverKind.TempDirectory)
                File.WriteAllText(Path.Combine(leftover.Path, "data"), "x");
            alive.Add(leftover);
        }
    }

    private static int Wait()
    {
        new ManualResetEventSlim().Wait(TimeSpan.FromSeconds(60));
        return 99;
    }
}
