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
                // Prints what the command prints, "ready" at its end.
                await new ProcessCommandExecutor().ExecuteAsync(new(Program, [Assembly, "command", "tree", .. generations])
                {
                    Output = CommandOutput.ToLines(static (line, _) => Say(line)),
                });
                return 99;
            case ["worker", var fault]:
                return await WithWorker(fault);
            default:
                return Areas.Unknown($"parent {string.Join(' ', args)}");
        }
    }

    /// <summary>The running program, which is the probe itself or the host of its assembly.</summary>
    public static string Program => Environment.ProcessPath!;

    public static string Assembly => typeof(ParentArea).Assembly.Location;

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

    private static ValueTask Say(string line)
    {
        Console.WriteLine(line);
        return ValueTask.CompletedTask;
    }
}
