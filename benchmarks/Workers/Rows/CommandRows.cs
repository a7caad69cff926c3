using System.Diagnostics;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Workers.Benchmarks.Peers;

namespace ResourceHygiene.Workers.Benchmarks.Rows;

/// <summary>What it costs to run a command, and how soon nothing of it is left when its time is over.</summary>
internal static class CommandRows
{
    public static CommandRequest Bare { get; } = new(BareCommand.Program) { Input = CommandInput.Inherited, Output = CommandOutput.Inherited, Error = CommandOutput.Inherited };
    private static readonly CommandRequest s_captured = new(BareCommand.Program);

    public static IEnumerable<Figure> Measure() => [.. One(), .. Timeout()];

    private static List<Figure> One()
    {
        var executor = new ProcessCommandExecutor();
        var contest = new Contest()
            .Add("bare", static operations =>
            {
                for (var i = 0; i < operations; i++)
                    BareCommand.Run();
            })
            .Add("ours", operations =>
            {
                for (var i = 0; i < operations; i++)
                    executor.ExecuteAsync(Bare).GetAwaiter().GetResult();
            })
            .Add("bare captured", static operations =>
            {
                for (var i = 0; i < operations; i++)
                    BareCommand.CaptureAsync().GetAwaiter().GetResult();
            })
            .Add("ours captured", operations =>
            {
                for (var i = 0; i < operations; i++)
                    executor.ExecuteAsync(s_captured).GetAwaiter().GetResult();
            })
            .Run(TimeSpan.FromSeconds(4));
        return
        [
            new("external command, nothing redirected: ours / bare Process.Start and WaitForExit", contest.Ratio("ours", "bare"), 1.05),
            new("external command, both outputs captured: ours / bare Process.Start and its readers", contest.Ratio("ours captured", "bare captured"), 1.05),
            new("external command, nothing redirected: ms", contest.Nanoseconds("ours") / 1e6),
        ];
    }

    /// <summary>A command that ignores the question, with a child in a session of its own; there is no grace, so what is left of the time is the ending.</summary>
    private static List<Figure> Timeout()
    {
        var executor = new ProcessCommandExecutor();
        var limit = TimeSpan.FromMilliseconds(50);
        var request = new CommandRequest("/bin/sh", "-c", "trap '' TERM; setsid /bin/sleep 60 & /bin/sleep 60 & wait") { Timeout = limit, GracePeriod = TimeSpan.Zero };
        var least = TimeSpan.MaxValue;
        for (var round = 0; round < 12; round++)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                executor.ExecuteAsync(request).GetAwaiter().GetResult();
                throw new InvalidOperationException("The command should have timed out.");
            }
            catch (CommandException ended) when (ended.Failure == CommandFailure.TimedOut)
            {
                var took = Stopwatch.GetElapsedTime(start) - limit;
                least = took < least ? took : least;
            }
        }
        return [new("from the time limit until nothing is left of a command with two children, one in a session of its own: ms", least.TotalMilliseconds, 5)];
    }
}
