using System.Globalization;
using System.Text;
using ResourceHygiene;
using ResourceHygiene.Workers;

namespace WorkerProbe;

/// <summary>
/// A program that does a little of everything: <c>WorkerProbe portable &lt;directory&gt;</c>. The test has it start its children as on systems that are
/// not Linux, and its segments are files, as on macOS. It prints what came of each.
/// </summary>
internal static class PortableArea
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);
    private static readonly ProcessCommandExecutor s_executor = new();

    public static async Task<int> Run(string[] args)
    {
        await Commands();
        await Pool();
        var journal = LeftoverJournal.Open(new() { Directory = Path.Combine(args[0], "journal"), Tracker = new ResourceTracker() });
        using (journal)
        using (var segments = new SegmentPool(new() { Backing = SegmentBacking.File, Directory = args[0], Journal = journal, Tracker = new ResourceTracker() }))
            await Workers(segments);
        Say("segments left", Directory.GetFiles(args[0], "rh-segment-*").Length);
        return 0;
    }

    private static async Task Commands()
    {
        Say("session", (await Shell("cut -d' ' -f6 /proc/self/stat")).Output.Text == (await File.ReadAllTextAsync("/proc/self/stat")).Split(' ')[5] + "\n" ? "shared" : "its own");
        Say("input", (await s_executor.ExecuteAsync(new("/bin/cat") { Input = CommandInput.FromText("through") })).Output.Text);
        var joined = await s_executor.ExecuteAsync(new("/bin/sh", "-c", "echo out; echo err >&2") { Error = CommandOutput.Joined });
        Say("joined", string.Join(' ', joined.Output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order()));
        Say("exit code", (await Shell("exit 3")).ExitCode);
        Say("discarded", (await s_executor.ExecuteAsync(new("/bin/sh", "-c", "head -c 300000 /dev/zero; exit 4") { Output = CommandOutput.Discarded })).ExitCode);
        var changed = new CommandRequest("/bin/sh", "-c", "echo $RH_TEST-$HOME") { InheritsEnvironment = false, Environment = new Dictionary<string, string?> { ["RH_TEST"] = "x" } };
        Say("variables", (await s_executor.ExecuteAsync(changed)).Output.Text.Trim());
        Say("too long", await FailureOf(new("/bin/sh", "-c", "sleep 60") { Timeout = TimeSpan.FromMilliseconds(200) }));
        Say("too much", await FailureOf(new("/bin/sh", "-c", "yes") { Output = CommandOutput.Capture(limit: 1000) }));
        Say("not there", await FailureOf(new("/nowhere/program")));
        Say("no program", await FailureOf(new("/etc/passwd")));
        Say("cancelled", await Cancel());
    }

    private static async Task Pool()
    {
        await using var pool = new CommandPool(new() { Concurrency = 4 });
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(code => pool.RunAsync(new CommandRequest("/bin/sh", "-c", $"exit {code}"))));
        Say("pool", results.Select(static result => result.ExitCode).SequenceEqual(Enumerable.Range(0, 20)));
    }

    private static async Task Workers(SegmentPool segments)
    {
        var worker = new IsolatedWorker(FaultService.Service, new()
        {
            Program = ParentArea.Program,
            Arguments = [ParentArea.Assembly, "worker", "serve"],
            Mode = WorkerMode.Always,
            Segments = segments,
            CallTimeout = s_patience,
            RestartBackOff = TimeSpan.Zero,
        });
        await using (worker)
        {
            await worker.SwitchAsync("first");
            Say("payload", await Echo(worker, segments));
            Say("crash", await Fault(worker, "kill"));
            Say("nonsense", await Fault(worker, "garbage"));
            Say("died while writing", await Fault(worker, "die-while-writing-a-segment"));
            await worker.SwitchAsync("second");
            Say("payload", await Echo(worker, segments));
        }
        Say("segments in use", segments.Statistics.Segments - segments.Statistics.IdleSegments);
        // The first word after the name is the state, the second the parent; the watchdog stays as long as the program.
        Say("children left", Directory.GetDirectories("/proc").Count(static path => int.TryParse(Path.GetFileName(path), out _) && StatusOf(path) is [_, var parent, ..] && parent == $"{Environment.ProcessId}"));
    }

    private static async Task<string> Echo(IsolatedWorker worker, SegmentPool segments)
    {
        using var sent = segments.Copy<byte>(Enumerable.Range(0, 100_000).Select(static number => (byte)number).ToArray());
        using var request = worker.CreateRequest(FaultService.Echo);
        request.AddPayload(sent);
        Encoding.UTF8.GetBytes("text", request.Arguments);
        using var reply = await worker.CallAsync(request);
        return $"{Encoding.UTF8.GetString(reply.Result.Span)} {reply.GetPayload<byte>(0).SequenceEqual(sent.Span)}";
    }

    private static async Task<string> Fault(IsolatedWorker worker, string fault)
    {
        using var request = worker.CreateRequest(FaultService.Fault);
        Encoding.UTF8.GetBytes(fault, request.Arguments);
        try
        {
            using var reply = await worker.CallAsync(request);
            return "answered";
        }
        catch (WorkerException failed)
        {
            return $"{failed.Failure}";
        }
    }

    private static async Task<string> Cancel()
    {
        using var cancel = new CancellationTokenSource();
        var child = 0;
        var command = s_executor.ExecuteAsync(
            new("/bin/sh", "-c", "sleep 60 & echo $!; wait")
            {
                Output = CommandOutput.ToLines((line, _) =>
                {
                    child = int.Parse(line, CultureInfo.InvariantCulture);
                    return new(cancel.CancelAsync());
                }),
            },
            cancel.Token);
        await ((Task)command).WaitAsync(s_patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // It was ended together with its parent; somebody else reaps it.
        var isGone = SpinWait.SpinUntil(() => StatusOf($"/proc/{child}") is not [not "Z", ..], s_patience);
        return $"{command.Status}, {(isGone ? "nothing lives" : "its child lives")}";
    }

    private static string[] StatusOf(string process)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(process, "stat"));
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static Task<CommandResult> Shell(string script) => s_executor.ExecuteAsync(new("/bin/sh", "-c", script));

    private static async Task<string> FailureOf(CommandRequest request)
    {
        try
        {
            await s_executor.ExecuteAsync(request).WaitAsync(s_patience);
            return "none";
        }
        catch (CommandException failed)
        {
            return $"{failed.Failure}";
        }
    }

    private static void Say<T>(string what, T outcome) => Console.WriteLine($"{what}: {outcome}");
}
