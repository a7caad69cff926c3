using System.Globalization;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>Commands that go wrong, each a real process: what is reported is right, and nothing is left of them.</summary>
public sealed class CommandFaultTests : AuditedTests
{
    private readonly ProcessCommandExecutor _executor = new();

    [LinuxTheory]
    [MemberData(nameof(CommandFault.Names), MemberType = typeof(CommandFault))]
    public async Task A_command_that_goes_wrong_is_reported_as_what_it_is_and_leaves_nothing(string fault)
    {
        var row = CommandFault.Rows[fault];
        CommandResult? result;
        if (row.Failure is { } failure)
        {
            var exception = await Assert.ThrowsAsync<CommandException>(() => _executor.ExecuteAsync(row.Request).WaitAsync(Patience));
            Assert.Equal(failure, exception.Failure);
            Assert.Contains($"'{row.Request.Program}'", exception.Message, StringComparison.Ordinal);
            Assert.Same(row.Request, exception.Request);
            result = exception.Result;
        }
        else
        {
            result = await _executor.ExecuteAsync(row.Request).WaitAsync(Patience);
            Assert.Null(result.Failure);
        }

        Assert.Equal(row.Signal, row.Signal is null ? null : result?.Signal);
        if (row.ExitCode is { } exitCode)
            Assert.Equal(exitCode, result!.ExitCode);
        row.Check?.Invoke(result!);
    }

    [LinuxTheory]
    [InlineData("9", "was ended by signal 9 (SIGKILL)", true)]
    [InlineData("15", "was ended by signal 15 (SIGTERM)", false)]
    public async Task A_command_that_was_killed_says_by_what_and_where_memory_may_have_run_out(string signal, string killing, bool mayBeForMemory)
    {
        var killed = await Assert.ThrowsAsync<CommandException>(() => _executor.ExecuteAsync(CommandFault.Probe("kill-self", signal)).WaitAsync(Patience));

        Assert.Contains(killing, killed.Message, StringComparison.Ordinal);
        Assert.Equal(mayBeForMemory, killed.Message.Contains("the memory of the machine or of the container ran out", StringComparison.Ordinal));
    }

    [LinuxTheory]
    [InlineData("stay")]
    [InlineData("stay stay")]
    [InlineData("stay session-stay")]
    [InlineData("stay session-leave session-stay")]
    [InlineData("deaf-stay session-deaf-stay deaf-stay")]
    [InlineData("stay leave session-leave session-deaf-stay")]
    [InlineData("stay session-bare-stay session-deaf-stay")]
    [InlineData("stay session-headless-stay")]
    [InlineData("stay session-headless-deaf-stay session-leave stay")]
    public async Task A_command_that_is_cancelled_is_ended_with_its_whole_family(string family)
    {
        using var cancel = new CancellationTokenSource();
        var lines = new List<string>();
        var request = CommandFault.Probe(["tree", .. family.Split(' ')]) with
        {
            GracePeriod = TimeSpan.FromMilliseconds(100),
            Output = CommandOutput.ToLines((line, _) =>
            {
                lock (lines)
                    lines.Add(line);
                if (line == "ready")
                    cancel.Cancel();
                return ValueTask.CompletedTask;
            }),
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _executor.ExecuteAsync(request, cancel.Token).WaitAsync(Patience));

        string[] said;
        lock (lines)
            said = [.. lines];
        Assert.Contains("ready", said);
        var members = said.Where(static line => line != "ready").Select(static line => int.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(family.Split(' ').Length, members.Length);
        Assert.DoesNotContain(members, ProcessEntry.IsAlive);
    }

    [LinuxFact]
    public async Task Who_goes_from_one_program_to_the_next_when_it_is_looked_for_is_found()
    {
        var request = CommandFault.Shell(CommandFault.Restless + "exit 4") with { GracePeriod = TimeSpan.FromMilliseconds(10) };

        for (var round = 0; round < 20; round++)
            Assert.Equal(4, (await _executor.ExecuteAsync(request).WaitAsync(Patience)).ExitCode);
    }

    [LinuxFact]
    public async Task Who_is_known_by_its_parent_alone_is_looked_for_before_that_is_asked_to_end()
    {
        using var cancel = new CancellationTokenSource();
        var unmarked = new TaskCompletionSource<int>();
        // The shell ends as soon as it is asked to, long before so many children were looked at.
        var request = CommandFault.Shell(
            """
            while [ "$((count += 1))" -lt 200 ]; do sleep 60 & done
            setsid env -i sleep 60 &
            while read -r name < /proc/$!/comm; [ "$name" != sleep ]; do :; done
            echo $!; wait
            """) with
        {
            Output = CommandOutput.ToLines((line, _) =>
            {
                unmarked.TrySetResult(int.Parse(line, CultureInfo.InvariantCulture));
                cancel.Cancel();
                return ValueTask.CompletedTask;
            }),
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _executor.ExecuteAsync(request, cancel.Token).WaitAsync(Patience));

        Assert.False(ProcessEntry.IsAlive(await unmarked.Task));
    }

    [LinuxFact]
    public async Task Whom_nobody_can_find_does_not_hold_up_a_command_whose_time_is_over()
    {
        var stranger = new TaskCompletionSource<int>();
        // Without its parent and its mark it is anybody's process; it holds the error output open.
        var request = CommandFault.Shell("setsid env -i sleep 60 & while read -r name < /proc/$!/comm; [ \"$name\" != sleep ]; do :; done; echo what it said >&2; echo $!") with
        {
            Timeout = TimeSpan.FromSeconds(1),
            Output = CommandOutput.ToLines((line, _) =>
            {
                stranger.TrySetResult(int.Parse(line, CultureInfo.InvariantCulture));
                return ValueTask.CompletedTask;
            }),
        };

        var exception = await Assert.ThrowsAsync<CommandException>(() => _executor.ExecuteAsync(request).WaitAsync(Patience));

        Assert.Equal((CommandFailure.TimedOut, "what it said\n"), (exception.Failure, exception.Result?.Error.Text));
        Assert.Contains("holds its output open", exception.Message, StringComparison.Ordinal);
        Ending.Send(await stranger.Task, Ending.Kill);
        Ending.Await([await stranger.Task], Patience);
    }

    [LinuxFact]
    public async Task A_command_that_listens_has_the_time_to_end_by_itself()
    {
        using var cancel = new CancellationTokenSource();
        var lines = new List<string>();
        var request = CommandFault.Probe("on-term", "5") with
        {
            GracePeriod = Patience,
            Output = CommandOutput.ToLines((line, _) =>
            {
                lines.Add(line);
                if (line == "ready")
                    cancel.Cancel();
                return ValueTask.CompletedTask;
            }),
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _executor.ExecuteAsync(request, cancel.Token).WaitAsync(Patience));

        Assert.Equal(["ready", "asked to end"], lines);
    }

    [LinuxFact]
    public async Task A_slow_reader_slows_the_command_down_and_takes_no_memory()
    {
        var read = 0;
        var request = CommandFault.Probe("out", "50000000") with
        {
            Output = CommandOutput.ToReader(async (stream, cancellation) =>
            {
                var block = new byte[256];
                for (; read < 100; read++)
                {
                    await Task.Yield();
                    if (await stream.ReadAsync(block, cancellation) == 0)
                        return;
                }
            }),
        };
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var result = await _executor.ExecuteAsync(request).WaitAsync(Patience);

        Assert.Equal((0, 100, 50_000_000L), (result.ExitCode, read, result.Output.TotalBytes));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 10_000_000);
    }

    [LinuxFact]
    public async Task A_hundred_commands_at_once_all_end_and_leave_nothing()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(number =>
            _executor.ExecuteAsync(CommandFault.Shell($"echo {number}; exit {number}")))).WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(0, 100), results.Select(static result => result.ExitCode));
        Assert.Equal(Enumerable.Range(0, 100).Select(static number => $"{number}\n"), results.Select(static result => result.Output.Text));
    }
}
