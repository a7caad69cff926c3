using System.Diagnostics;
using System.Runtime.CompilerServices;
using ResourceHygiene.Workers.Tests.Faults;

namespace ResourceHygiene.Workers.Tests;

/// <summary>The defects of an earlier command pool, in the order in which they were found there; none of them is here.</summary>
public sealed class CommandPoolDefectTests : AuditedTests
{
    [Fact]
    public async Task Defect_1_pools_that_are_ended_leave_no_thread()
    {
        var threads = new List<Thread>();
        for (var i = 0; i < 10; i++)
        {
            await using var pool = new CommandPool(new() { Concurrency = 4 });
            threads.AddRange(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => pool.RunBlockingAsync(static _ => Thread.CurrentThread).AsTask())));
        }

        Assert.All(threads, static thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60))));
    }

    [Fact]
    public async Task Defect_1_a_pool_that_is_ended_is_kept_by_nobody()
    {
        var pool = await UseOne();

        for (var i = 0; i < 50 && pool.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }
        Assert.False(pool.IsAlive);
    }

    [Fact]
    public async Task Defect_2_a_command_that_writes_more_than_a_pipe_holds_ends_by_itself()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var pool = new CommandPool();

        var result = await pool.RunAsync(Shell("head -c 200000 /dev/zero; head -c 200000 /dev/zero >&2")).ComesSoon();

        Assert.Equal((200_000, 200_000), (result.Output.Bytes.Length, result.Error.Bytes.Length));
    }

    [Fact]
    public async Task Defect_3_a_command_that_takes_too_long_goes_with_what_it_started()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var pool = new CommandPool();
        var ids = new List<int>();
        var request = Shell("sleep 600 & echo $!; setsid sleep 600 & echo $!; wait") with
        {
            Timeout = TimeSpan.FromMilliseconds(500),
            GracePeriod = TimeSpan.Zero,
            Output = CommandOutput.ToLines((line, _) =>
            {
                ids.Add(int.Parse(line));
                return ValueTask.CompletedTask;
            }),
        };

        var failure = await Assert.ThrowsAsync<CommandException>(() => pool.RunAsync(request).ComesSoon());

        Assert.Equal(CommandFailure.TimedOut, failure.Failure);
        Assert.Equal(2, ids.Count);
        Assert.All(ids, static id => Assert.False(IsSleeping(id)));
    }

    [Fact]
    public async Task Defect_4_the_first_to_come_is_the_first_to_run()
    {
        await using var pool = new CommandPool(new() { Concurrency = 1 });
        var release = new TaskCompletionSource();
        var first = pool.RunAsync(async _ => await release.Task).AsTask();
        var order = new List<int>();
        var all = Enumerable.Range(0, 6).Select(i => pool.RunBlockingAsync(_ =>
        {
            order.Add(i);
            return i;
        }).AsTask()).ToArray();

        release.SetResult();
        await Task.WhenAll([first, .. all]).ComesSoon();

        Assert.Equal([0, 1, 2, 3, 4, 5], order);
    }

    [Fact]
    public async Task Defect_5_whatever_becomes_of_work_its_bringer_is_told()
    {
        var executor = new ScriptedExecutor();
        await using var pool = new CommandPool(new() { Concurrency = 1, Executor = executor });
        var command = pool.RunAsync(new CommandRequest("tool"));
        var call = await executor.NextAsync();
        call.Fail(new CommandException(call.Request, CommandFailure.NotExecutable, "'tool' may not be run."));
        var job = pool.RunAsync(static ValueTask<int> (_) => throw new FormatException()).AsTask();
        var blocking = pool.RunBlockingAsync<int>(static _ => throw new TimeoutException()).AsTask();

        Assert.Equal(CommandFailure.NotExecutable, (await Assert.ThrowsAsync<CommandException>(() => command.ComesSoon())).Failure);
        await Assert.ThrowsAsync<FormatException>(() => job.ComesSoon());
        await Assert.ThrowsAsync<TimeoutException>(() => blocking.ComesSoon());
    }

    [Fact]
    public async Task Defect_6_work_is_taken_when_it_comes_though_no_clock_goes_on()
    {
        var clock = new ManualTimeProvider();
        var executor = new ScriptedExecutor();
        await using var pool = new CommandPool(new() { Concurrency = 1, Executor = executor, TimeProvider = clock, Tracker = new ResourceTracker(clock) });

        for (var i = 0; i < 3; i++)
        {
            var running = pool.RunAsync(new CommandRequest("tool"));
            (await executor.NextAsync()).Exit();
            await running.ComesSoon();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Defect_7_a_queue_has_a_bound_and_keeps_nothing_of_what_went_through_it(bool isLockFree)
    {
        var queue = CommandQueueTests.Make(isLockFree, new() { Capacity = 1000, FullMode = QueueFullMode.Reject });
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 1000; i++)
                Assert.Equal(EnqueueResult.Accepted, await queue.EnqueueAsync(CommandQueueTests.Message('m')));
            Assert.Equal(EnqueueResult.Rejected, await queue.EnqueueAsync(CommandQueueTests.Message('m')));
            for (var i = 0; i < 1000; i++)
                Assert.NotNull(await queue.LeaseAsync());
        }

        var message = await PassOne(queue);
        GC.Collect();
        Assert.False(message.IsAlive);
    }

    [Fact]
    public async Task Defect_7_no_more_is_taken_from_the_queue_than_can_run()
    {
        var executor = new ScriptedExecutor();
        await using var pool = new CommandPool(new() { Concurrency = 2, Executor = executor, ShutdownGrace = TimeSpan.Zero });
        var all = Enumerable.Range(0, 50).Select(_ => pool.RunAsync(new CommandRequest("tool"))).ToArray();
        await executor.NextAsync();
        await executor.NextAsync();

        Assert.Equal((2, 48), (pool.Running, pool.Queued));

        await pool.DisposeAsync();
        Assert.All(all, static task => Assert.True(task.IsFaulted));
    }

    [Fact]
    public async Task Defect_8_children_of_others_keep_their_exit_codes()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var pool = new CommandPool(new() { Concurrency = 4 });
        for (var round = 0; round < 5; round++)
        {
            var ours = Enumerable.Range(0, 8).Select(code => pool.RunAsync(Shell($"exit {code}"))).ToArray();
            using var theirs = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exit 17"]))!;
            await theirs.WaitForExitAsync().ComesSoon();

            Assert.Equal(17, theirs.ExitCode);
            Assert.Equal(Enumerable.Range(0, 8), (await Task.WhenAll(ours).ComesSoon()).Select(static result => result.ExitCode));
        }
    }

    [Fact]
    public async Task Defect_9_either_queue_serves_a_pool_and_programs_choose_by_measuring()
    {
        foreach (var queue in new[] { CommandQueues.CreateLockFree(), CommandQueues.CreateLocked() })
        {
            await using var pool = new CommandPool(new() { Concurrency = 4, Queue = queue });
            var sum = 0;

            await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => pool.RunAsync(_ =>
            {
                Interlocked.Add(ref sum, i);
                return ValueTask.CompletedTask;
            }).AsTask())).ComesSoon();

            Assert.Equal(499_500, sum);
        }
    }

    private static CommandRequest Shell(string script) => new("/bin/sh", "-c", script);

    private static bool IsSleeping(int id) => File.Exists($"/proc/{id}/cmdline") && File.ReadAllText($"/proc/{id}/cmdline").StartsWith("sleep\0600", StringComparison.Ordinal);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseOne()
    {
        var pool = new CommandPool(new() { Concurrency = 3, QueueCapacity = 5 });
        await pool.RunAsync(static _ => new ValueTask<int>(1));
        await pool.RunBlockingAsync(static _ => 1);
        await pool.DisposeAsync();
        return new WeakReference(pool);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> PassOne(ICommandQueue queue)
    {
        await queue.EnqueueAsync(CommandQueueTests.Message('m'));
        return new WeakReference(await queue.LeaseAsync());
    }
}
