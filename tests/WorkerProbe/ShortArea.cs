using System.Globalization;
using System.Text;
using ResourceHygiene.Workers;

namespace WorkerProbe;

/// <summary>
/// A program whose system gives it no more of something: <c>WorkerProbe short &lt;of what&gt; …</c>. It prints what came of it, a line each, and at the end
/// what it has that it had not before.
/// </summary>
internal static class ShortArea
{
    private static readonly ProcessCommandExecutor s_executor = new();

    public static async Task<int> Run(string[] args)
    {
        switch (args)
        {
            case ["disk", var directory]:
                return Segments(new() { Backing = SegmentBacking.File, Directory = directory }, static () => { }, static () => { });
            case ["file-size"]:
                return Segments(new() { Backing = SegmentBacking.Memory }, static () => Native.Limit(Native.FileSize, 8 << 20), static () => Native.Limit(Native.FileSize, null));
            case ["addresses"]:
                return Segments(new() { Backing = SegmentBacking.Memory }, static () => Native.Limit(Native.Addresses, Addresses() + (96 << 20)), static () => Native.Limit(Native.Addresses, null));
            case ["processes"]:
                return await Processes();
            case ["nothing", var count]:
                return await Many(int.Parse(count, CultureInfo.InvariantCulture));
            case ["power", var helper]:
                return await WithoutPower(helper);
            case ["power-left", var helper]:
                return await WithoutPowerOver(helper);
            default:
                return Areas.Unknown($"short {string.Join(' ', args)}");
        }
    }

    /// <summary>A small segment, one that is too large, and a small one again.</summary>
    private static int Segments(SegmentPoolOptions options, Action limit, Action lift)
    {
        using (var pool = new SegmentPool(options))
        {
            Console.WriteLine(Rent(pool, 1 << 20));
            limit();
            var tooLarge = Rent(pool, 256 << 20);
            lift();
            Console.WriteLine(tooLarge);
            Console.WriteLine(Rent(pool, 1 << 20));
            Console.WriteLine($"made: {pool.Statistics.Made}");
            Console.WriteLine($"in use: {pool.Statistics.Segments - pool.Statistics.IdleSegments}");
        }
        var left = options.Directory is { } directory ? Directory.GetFileSystemEntries(directory) : [];
        Console.WriteLine($"left over: {string.Join(' ', left.Concat(Descriptors().Where(static target => target.Contains("rh-segment", StringComparison.Ordinal))))}");
        return 0;
    }

    private static string Rent(SegmentPool pool, int bytes)
    {
        try
        {
            using var payload = pool.Rent<byte>(bytes);
            payload.Span.Fill(1);
            return $"{payload.Span.Length} bytes";
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>No process can be started: commands say so, workers run here, and go back once there are processes again.</summary>
    private static async Task<int> Processes()
    {
        var clock = new OffsetTime();
        await using var worker = new IsolatedWorker(FaultService.Service, new()
        {
            Program = ParentArea.Program, Arguments = [ParentArea.Assembly, "worker", "serve"], Mode = WorkerMode.Auto, Standby = false, RestartLimit = 0, TimeProvider = clock,
        });
        worker.ModeChanged += static change => Console.WriteLine($"isolated: {change.IsIsolated}, {change.Cause?.Failure}: {change.Cause?.Message.Contains("ulimit -u", StringComparison.Ordinal)}");
        await s_executor.ExecuteAsync(new("/bin/true"));

        // Threads count as processes do: the console has one for itself from its first line on, so have timers, and the thread pool has those that it has,
        // and one that sees to it that there are enough.
        Console.WriteLine("limited");
        await Task.Delay(1);
        using (var all = new Barrier(12))
        {
            ThreadPool.SetMinThreads(all.ParticipantCount - 1, 4);
            await Task.WhenAll(Enumerable.Range(0, all.ParticipantCount).Select(_ => Task.Run(all.SignalAndWait)));
        }
        Native.Limit(Native.ProcessCount, 0);
        try
        {
            Console.WriteLine((await s_executor.ExecuteAsync(new("/bin/true"))).ExitCode);
        }
        catch (CommandException failed)
        {
            Console.WriteLine($"{failed.Failure}: {failed.Message.Contains("ulimit -u", StringComparison.Ordinal)}");
        }
        Console.WriteLine(await Where(worker));
        Native.Limit(Native.ProcessCount, null);

        Console.WriteLine(await Where(worker));
        clock.Offset = worker.Options.RetryAfter;
        Console.WriteLine(await Where(worker));
        Console.WriteLine((await s_executor.ExecuteAsync(new("/bin/true"))).ExitCode);
        return 0;
    }

    /// <summary>As many workers and as many commands at once, and what is there afterwards that was not before.</summary>
    private static async Task<int> Many(int count)
    {
        await UseAll(2);
        var (descriptors, threads) = (Descriptors(), ThreadNames());

        await UseAll(count);
        SegmentPool.Shared.Trim();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        Console.WriteLine($"descriptors: {string.Join(' ', Without(Descriptors(), descriptors))}");
        Console.WriteLine($"threads: {string.Join(' ', Without(ThreadNames(), threads))}");
        Console.WriteLine($"children: {Children()}");
        return 0;
    }

    private static async Task UseAll(int count)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(static async number =>
        {
            await using var worker = new IsolatedWorker(FaultService.Service, new()
            {
                Program = ParentArea.Program, Arguments = [ParentArea.Assembly, "worker", "serve"], Mode = WorkerMode.Always, Standby = false,
                StartTimeout = TimeSpan.FromMinutes(5), CallTimeout = TimeSpan.FromMinutes(5), Heartbeat = Timeout.InfiniteTimeSpan,
            });
            using var request = worker.CreateRequest(FaultService.Echo);
            request.AddPayload<byte>([(byte)number]);
            using var reply = await worker.CallAsync(request);
            if (reply.GetPayload<byte>(0)[0] != (byte)number)
                throw new InvalidOperationException("Somebody else's answer.");
        }));
        await using var pool = new CommandPool(new() { Concurrency = count });
        var results = await Task.WhenAll(Enumerable.Range(0, count).Select(number => pool.RunAsync(new CommandRequest("/bin/sh", "-c", $"sleep 0.2 & echo {number}; exit 3"))));
        if (results.Where(static (result, number) => result.Output.Text != $"{number}\n" || result.ExitCode != 3).Any())
            throw new InvalidOperationException("Another command's result.");
    }

    /// <summary>A command has a child of another user, to whom this one may send nothing: it is named, and nothing is held because of it.</summary>
    private static async Task<int> WithoutPower(string helper)
    {
        await s_executor.ExecuteAsync(new("/bin/true"));
        var request = new CommandRequest("/bin/sh", "-c", "\"$0\" --reuid 0 sleep 60 & echo $!; while read -r n < /proc/$!/comm; [ \"$n\" != sleep ]; do :; done; wait", helper)
        {
            Timeout = TimeSpan.FromSeconds(2),
            GracePeriod = TimeSpan.FromMilliseconds(50),
            Output = CommandOutput.ToLines(static (line, _) =>
            {
                Console.WriteLine(line);
                return ValueTask.CompletedTask;
            }),
        };
        try
        {
            await s_executor.ExecuteAsync(request);
        }
        catch (CommandException failed)
        {
            Console.WriteLine($"{failed.Failure}: {failed.Message[(failed.Message.LastIndexOf("take.", StringComparison.Ordinal) + 5)..]}");
        }
        Console.WriteLine($"held: {Descriptors().Count(static target => target.Contains("pidfd", StringComparison.Ordinal))}");
        return 0;
    }

    /// <summary>A command ends by itself and leaves a child of another user, who holds its output open, while a slow reader has hardly begun.</summary>
    private static async Task<int> WithoutPowerOver(string helper)
    {
        var grace = TimeSpan.FromMilliseconds(50);
        var time = new CountingTime(grace);
        var (lines, ended) = (0, "");
        var request = new CommandRequest("/bin/sh", "-c", "\"$0\" --reuid 0 sleep 60 & echo $!; while read -r n < /proc/$!/comm; [ \"$n\" != sleep ]; do :; done; seq 5000; echo said >&2", helper)
        {
            GracePeriod = grace,
            Output = CommandOutput.ToLines(async (line, cancellation) =>
            {
                if (lines++ == 0)
                {
                    Console.WriteLine(line);
                    // Two patiences end: that with the child, and that with the end of the output.
                    await time.Struck(2).WaitAsync(cancellation);
                }
                ended = line;
            }),
        };
        try
        {
            Console.WriteLine($"exit code {(await new ProcessCommandExecutor(time).ExecuteAsync(request)).ExitCode}");
        }
        catch (CommandException failed)
        {
            Console.WriteLine($"{failed.Failure} {failed.Result?.ExitCode} {failed.Result?.Error.Text.TrimEnd()}: {failed.Message[failed.Message.IndexOf(" ended with", StringComparison.Ordinal)..]}");
        }
        Console.WriteLine($"{lines} lines, the last one {ended}");
        return 0;
    }

    private static async Task<string> Where(IsolatedWorker worker)
    {
        using var request = worker.CreateRequest(FaultService.Describe);
        using var reply = await worker.CallAsync(request);
        return Encoding.UTF8.GetString(reply.Result.Span).Split('|')[^1];
    }

    private static List<string> Without(List<string> those, List<string> before)
    {
        before.ForEach(one => those.Remove(one));
        return those;
    }

    private static List<string> Descriptors() =>
    [
        .. from path in Directory.GetFileSystemEntries("/proc/self/fd")
           let target = new FileInfo(path).LinkTarget ?? ""
           where target.Length > 0 && !target.StartsWith("/proc/", StringComparison.Ordinal) && Path.GetExtension(target) is not (".dll" or ".so" or ".pdb")
           select target,
    ];

    /// <summary>Those of the thread pool and of its timers come and go as it likes.</summary>
    private static List<string> ThreadNames() =>
    [
        .. from path in Directory.GetDirectories("/proc/self/task")
           let name = File.ReadAllText($"{path}/comm").Trim()
           where !name.StartsWith(".NET", StringComparison.Ordinal)
           select name,
    ];

    private static int Children() => Directory.GetDirectories("/proc").Count(static path =>
        int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out _) && ParentOf(path) == Environment.ProcessId);

    private static int ParentOf(string process)
    {
        try
        {
            var line = File.ReadAllText($"{process}/stat");
            return int.Parse(line[(line.LastIndexOf(')') + 4)..].Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static long Addresses() => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    /// <summary>The system's clock, of which is known how often a certain time was over.</summary>
    private sealed class CountingTime(TimeSpan due) : TimeProvider
    {
        private readonly SemaphoreSlim _struck = new(0);

        public async Task Struck(int times)
        {
            while (times-- > 0)
                await _struck.WaitAsync();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => dueTime != due
            ? base.CreateTimer(callback, state, dueTime, period)
            : base.CreateTimer(
                state =>
                {
                    callback(state);
                    _struck.Release();
                },
                state, dueTime, period);
    }

    /// <summary>The system's clock, but that it can be put forward.</summary>
    private sealed class OffsetTime : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Offset.TotalSeconds * TimestampFrequency);
    }
}
