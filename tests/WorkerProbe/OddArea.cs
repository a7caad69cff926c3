using System.Text;
using ResourceHygiene.Workers;

namespace WorkerProbe;

/// <summary>A program in odd circumstances: <c>WorkerProbe odd &lt;which&gt;</c>. It prints what came of what it does there.</summary>
internal static class OddArea
{
    private static readonly ProcessCommandExecutor s_executor = new();

    public static Task<int> Run(string[] args) => args switch
    {
        ["directory-is-gone"] => WithoutDirectory(),
        ["variables"] => WithOddVariables(),
        ["no-thread-is-free"] => WithoutThreads(),
        _ => Task.FromResult(Areas.Unknown($"odd {string.Join(' ', args)}")),
    };

    /// <summary>What counts from the current directory is not found; what does not, runs.</summary>
    private static async Task<int> WithoutDirectory()
    {
        Environment.CurrentDirectory = Directory.CreateTempSubdirectory("rh-gone-").FullName;
        Directory.Delete(Environment.CurrentDirectory);

        Console.WriteLine(await OutcomeOf(new CommandRequest("/bin/true")));
        Console.WriteLine(await OutcomeOf(new CommandRequest("true")));
        Console.WriteLine(await OutcomeOf(new CommandRequest("./tool")));
        Console.WriteLine(await OutcomeOf(new CommandRequest("/bin/true") { WorkingDirectory = "below" }));
        await using var worker = Worker(options => options with { WorkingDirectory = "/", Program = "./tool" });
        Console.WriteLine(await OutcomeOf(worker));
        await using var another = Worker(options => options with { WorkingDirectory = "/" });
        Console.WriteLine(await OutcomeOf(another));
        return 0;
    }

    /// <summary>One of them is no text; the others arrive, and the worker starts.</summary>
    private static async Task<int> WithOddVariables()
    {
        var result = await s_executor.ExecuteAsync(new("/bin/sh", "-c", "echo $RH_PLAIN; test -n \"$RH_ODD\" && echo there"));
        Console.Write(result.Output.Text);
        await using var worker = Worker(static options => options);
        Console.WriteLine(await OutcomeOf(worker));
        return 0;
    }

    /// <summary>A thread that waits for its call needs no other.</summary>
    private static async Task<int> WithoutThreads()
    {
        await using var worker = Worker(static options => options with { CallTimeout = Timeout.InfiniteTimeSpan });
        await OutcomeOf(worker);
        var free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var thread = 0; thread < 2000; thread++)
            ThreadPool.UnsafeQueueUserWorkItem(static free => free.Task.Wait(TimeSpan.FromMinutes(1)), free, preferLocal: false);

        for (var call = 0; call < 100; call++)
        {
            using var request = worker.CreateRequest(FaultService.Echo);
            Encoding.UTF8.GetBytes("text", request.Arguments);
            using var reply = worker.Call(request);
        }
        Console.WriteLine("answered");
        free.SetResult();
        return 0;
    }

    private static IsolatedWorker Worker(Func<WorkerOptions, WorkerOptions> change) => new(FaultService.Service, change(new()
    {
        Program = ParentArea.Program,
        Arguments = [ParentArea.Assembly, "worker", "serve"],
        Mode = WorkerMode.Always,
        Standby = false,
        RestartLimit = 0,
    }));

    private static async Task<string> OutcomeOf(CommandRequest request)
    {
        try
        {
            return (await s_executor.ExecuteAsync(request)).IsSuccess ? "runs" : "fails";
        }
        catch (CommandException failed)
        {
            return $"{failed.Failure}";
        }
    }

    private static async Task<string> OutcomeOf(IsolatedWorker worker)
    {
        using var request = worker.CreateRequest(FaultService.Describe);
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
}
