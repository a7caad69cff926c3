using System.Buffers;
using System.Text;
using ResourceHygiene.Workers;

namespace WorkerProbe;

/// <summary>
/// A program with children, for tests that kill it: <c>WorkerProbe parent &lt;what it has&gt; …</c>. It prints the ids of its children and then "ready".
/// </summary>
internal static class ParentArea
{
    public static async Task<int> Run(string[] args)
    {
        switch (args)
        {
            case ["command", .. var generations]:
                return await With(new(Program, [Assembly, "command", "tree", .. generations]));
            case ["shell", var script]:
                return await With(new("/bin/sh", "-c", script));
            case ["idle"]:
                await new ProcessCommandExecutor().ExecuteAsync(new("/bin/true"));
                return CommandArea.Wait();
            case ["switching"]:
                return await Switching();
            case ["worker", var fault]:
                return await WithWorker(fault);
            default:
                return Areas.Unknown($"parent {string.Join(' ', args)}");
        }
    }

    /// <summary>The running program, which is the probe itself or the host of its assembly.</summary>
    public static string Program => Environment.ProcessPath!;

    public static string Assembly => typeof(ParentArea).Assembly.Location;

    /// <summary>Whether a process is there that has not ended; one that waits to be reaped has.</summary>
    public static bool Lives(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line[line.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Prints what a command prints, "ready" at its end.</summary>
    private static async Task<int> With(CommandRequest request)
    {
        await new ProcessCommandExecutor().ExecuteAsync(request with { GracePeriod = TimeSpan.FromMinutes(1), Output = CommandOutput.ToLines(static (line, _) => Say(line)) });
        return 99;
    }

    private static async Task<int> WithWorker(string fault)
    {
        await using var worker = new IsolatedWorker(FaultService.Service, new()
        {
            Program = Program,
            Arguments = [Assembly, "worker", "serve"],
            Mode = WorkerMode.Always,
            CallTimeout = Timeout.InfiniteTimeSpan,
        });
        using (var request = worker.CreateRequest(FaultService.Describe))
        using (var reply = await worker.CallAsync(request))
            Console.WriteLine(Encoding.UTF8.GetString(reply.Result.Span).Split('|')[0]);

        if (fault.Length > 0)
        {
            var request = worker.CreateRequest(FaultService.Fault);
            request.AddPayload<byte>(new byte[1 << 20]);
            Encoding.UTF8.GetBytes(fault, request.Arguments);
            _ = worker.CallAsync(request).AsTask();
        }
        return CommandArea.Wait();
    }

    /// <summary>Switches until it is killed.</summary>
    private static async Task<int> Switching()
    {
        await using var worker = new IsolatedWorker(FaultService.Service, new() { Program = Program, Arguments = [Assembly, "worker", "serve"], Mode = WorkerMode.Always });
        await worker.SwitchAsync("first");
        Console.WriteLine(worker.Status.ProcessId);
        Console.WriteLine("ready");
        for (var unit = 0; unit < 10_000; unit++)
            await worker.SwitchAsync($"{unit}");
        return 99;
    }

    private static ValueTask Say(string line)
    {
        Console.WriteLine(line);
        return ValueTask.CompletedTask;
    }
}
