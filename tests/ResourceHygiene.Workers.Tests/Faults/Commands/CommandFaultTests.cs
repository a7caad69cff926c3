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
    [InlineData("stay")]
    [InlineData("stay stay")]
    [InlineData("stay session-stay")]
    [InlineData("stay session-leave session-stay")]
    [InlineData("deaf-stay session-deaf-stay deaf-stay")]
    [InlineData("stay leave session-leave session-deaf-stay")]
    [InlineData("stay session-bare-stay session-deaf-stay")]
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
