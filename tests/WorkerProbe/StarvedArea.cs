using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ResourceHygiene.Workers;

namespace WorkerProbe;

/// <summary>
/// A program whose system gives no more descriptors: <c>WorkerProbe starved &lt;what it does&gt;</c>. It prints what came of it, a line each, first of it
/// with as many as it likes; and at the end which descriptors it has that it had not before.
/// </summary>
internal static class StarvedArea
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);
    private static readonly ProcessCommandExecutor s_executor = new();

    public static async Task<int> Run(string[] args)
    {
        // All that is loaded and opened once, by the very same things.
        Console.WriteLine(await Do(args, room: int.MaxValue));
        var before = Descriptors();
        Native.Limit(Native.OpenFiles, 400);
        for (var room = 0; room <= (args is ["start-commands"] ? 14 : args is ["start-workers"] ? 12 : 0); room++)
            Console.WriteLine(await Do(args, room));

        await s_executor.ExecuteAsync(new("/bin/true"));
        var after = Descriptors();
        foreach (var descriptor in before)
            after.Remove(descriptor);
        Console.WriteLine($"left over: {string.Join(' ', after)}");
        return 0;
    }

    private static async Task<string> Do(string[] args, int room) => args switch
    {
        ["start-commands"] => await Starved(room, StartCommand),
        ["start-workers"] => await Starved(room, StartWorker),
        ["end-a-command"] => await EndCommand(room),
        ["lose-a-worker"] => await LoseWorker(room),
        _ => "unknown",
    };

    private static async Task<string> StartCommand()
    {
        try
        {
            var result = await s_executor.ExecuteAsync(new("/bin/cat") { Input = CommandInput.FromText("text") });
            return result.Output.Text;
        }
        catch (CommandException failed)
        {
            return $"{failed.Failure}";
        }
    }

    private static async Task<string> StartWorker()
    {
        await using var worker = Worker();
        try
        {
            using var request = worker.CreateRequest(FaultService.Echo);
            request.AddPayload<byte>([1, 2, 3]);
            using var reply = await worker.CallAsync(request);
            return $"{reply.GetPayload<byte>(0).Length} bytes";
        }
        catch (WorkerException failed)
        {
            return $"{failed.Failure}";
        }
        catch (IOException noMemory)
        {
            return $"no segment: {noMemory.GetType().Name}";
        }
    }

    /// <summary>Ends a command whose child has left its session, while there are no descriptors.</summary>
    private static async Task<string> EndCommand(int room)
    {
        using var cancel = new CancellationTokenSource();
        var ready = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = s_executor.ExecuteAsync(
            new("/bin/sh", "-c", "setsid sleep 60 & echo $!; wait")
            {
                GracePeriod = TimeSpan.FromMilliseconds(100),
                Output = CommandOutput.ToLines((line, _) =>
                {
                    ready.SetResult(int.Parse(line, CultureInfo.InvariantCulture));
                    return ValueTask.CompletedTask;
                }),
            },
            cancel.Token);
        var child = await ready.Task.WaitAsync(s_patience);
        var outcome = await Starved(room, async () =>
        {
            await cancel.CancelAsync();
            await ((Task)command).WaitAsync(s_patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return command.IsCanceled ? "cancelled" : $"{command.Exception?.InnerException?.Message}";
        });
        return $"{outcome}, {(ParentArea.Lives(child) ? "its child lives" : "nothing lives")}";
    }

    private static async Task<string> LoseWorker(int room)
    {
        var process = 0;
        await using var worker = Worker();
        using (var request = worker.CreateRequest(FaultService.Describe))
        using (var reply = await worker.CallAsync(request))
            process = int.Parse(Encoding.UTF8.GetString(reply.Result.Span).Split('|')[0], CultureInfo.InvariantCulture);
        var ended = new TaskCompletionSource<WorkerEnded>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Ended += ended.SetResult;
        var outcome = await Starved(room, async () =>
        {
            _ = Native.Kill(process, 9);
            var reason = (await ended.Task.WaitAsync(s_patience)).Reason;
            await worker.DisposeAsync().AsTask().WaitAsync(s_patience);
            return $"{reason}";
        });
        return $"{outcome}, {(ParentArea.Lives(process) ? "it lives" : "nothing lives")}";
    }

    private static IsolatedWorker Worker() => new(FaultService.Service, new()
    {
        Program = ParentArea.Program,
        Arguments = [ParentArea.Assembly, "worker", "serve"],
        Mode = WorkerMode.Always,
        Standby = false,
        RestartLimit = 0,
    });

    /// <summary>Does something while there are only so many descriptors left.</summary>
    private static async Task<string> Starved(int room, Func<Task<string>> what)
    {
        var taken = new Stack<SafeFileHandle>();
        if (room < int.MaxValue)
            Take(taken);
        for (; room > 0 && taken.TryPop(out var one); room--)
            one.Dispose();
        try
        {
            return await what();
        }
        finally
        {
            while (taken.TryPop(out var one))
                one.Dispose();
        }
    }

    private static void Take(Stack<SafeFileHandle> taken)
    {
        try
        {
            while (true)
                taken.Push(File.OpenHandle("/dev/null"));
        }
        catch (IOException)
        {
            // That was the last one.
        }
    }

    /// <summary>What they point at: their numbers are used again.</summary>
    private static List<string> Descriptors()
    {
        // Those lie there for the next payload.
        SegmentPool.Shared.Trim();
        return [.. Directory.GetFileSystemEntries("/proc/self/fd").Select(static path => new FileInfo(path).LinkTarget ?? "").Where(static target => target.Length > 0 && !target.StartsWith("/proc/", StringComparison.Ordinal) && Path.GetExtension(target) is not (".dll" or ".so" or ".pdb"))];
    }
}
