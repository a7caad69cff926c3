using System.Diagnostics;
using System.Globalization;
using ResourceHygiene.Workers.Tests.Faults;

namespace ResourceHygiene.Workers.Tests;

/// <summary>What a command is to the system: its session, signals and descriptors, and whose children are waited for.</summary>
public sealed class ChildTests : AuditedTests
{
    private readonly ProcessCommandExecutor _executor = new();

    [LinuxFact]
    public async Task A_command_leads_a_session_of_its_own()
    {
        var result = await _executor.ExecuteAsync(CommandFault.Shell("read -r line < /proc/self/stat; echo \"$line\"")).WaitAsync(Patience);

        // Id, name in parentheses, state, parent, group, session.
        var fields = result.Output.Text.Split(' ');
        Assert.Equal(result.ProcessId.ToString(CultureInfo.InvariantCulture), fields[4]);
        Assert.Equal(result.ProcessId.ToString(CultureInfo.InvariantCulture), fields[5]);
    }

    [LinuxFact]
    public async Task Signals_that_the_runtime_ignores_or_blocks_mean_to_a_command_what_they_mean_to_others()
    {
        var result = await _executor.ExecuteAsync(new("grep", "Sig", "/proc/self/status")).WaitAsync(Patience);

        var masks = result.Output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(':', StringSplitOptions.TrimEntries)).ToDictionary(static pair => pair[0], static pair => pair[1]);
        Assert.Equal(0UL, ulong.Parse(masks["SigBlk"], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        // SIGINT, SIGQUIT, SIGPIPE, SIGTERM.
        Assert.Equal(0UL, ulong.Parse(masks["SigIgn"], NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 0b_0101_0000_0000_0110);
        // The end of a pipe ends who writes to it.
        Assert.Equal("141\n", (await _executor.ExecuteAsync(new("bash", "-c", "yes | true; echo ${PIPESTATUS[0]}")).WaitAsync(Patience)).Output.Text);
    }

    [LinuxFact]
    public async Task A_command_has_the_descriptors_that_any_child_has_and_no_others()
    {
        using var file = File.OpenRead("/etc/passwd");

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            _executor.ExecuteAsync(CommandFault.Shell("ls /proc/$$/fd; true"))).ToArray()).WaitAsync(Patience);

        // What this process was itself started with may be open in any child: a build gives its tests some.
        using var plain = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "ls /proc/$$/fd; true"]) { RedirectStandardOutput = true })!;
        var usual = await plain.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await plain.WaitForExitAsync().WaitAsync(Patience);
        Assert.All(results, result => Assert.Equal(usual, result.Output.Text));
    }

    [LinuxFact]
    public async Task Children_of_others_are_left_to_them()
    {
        var others = Enumerable.Range(0, 10).Select(static code => Process.Start("/bin/sh", ["-c", $"exit {code}"])).ToArray();
        var ours = Enumerable.Range(0, 10).Select(code => _executor.ExecuteAsync(CommandFault.Shell($"exit {code + 100}"))).ToArray();

        var results = await Task.WhenAll(ours).WaitAsync(Patience);
        foreach (var other in others)
            await other.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(100, 10), results.Select(static result => result.ExitCode));
        Assert.Equal(Enumerable.Range(0, 10), others.Select(static other => other.ExitCode));
        foreach (var other in others)
            other.Dispose();
    }

    [LinuxFact]
    public async Task A_stopped_command_is_ended_gently_too()
    {
        var request = CommandFault.Shell("trap 'echo asked; exit 0' TERM; kill -STOP $$; sleep 60") with { Timeout = TimeSpan.FromMilliseconds(200), GracePeriod = Patience };

        var exception = await Assert.ThrowsAsync<CommandException>(() => _executor.ExecuteAsync(request).WaitAsync(Patience));

        Assert.Equal((CommandFailure.TimedOut, "asked\n"), (exception.Failure, exception.Result?.Output.Text));
    }

    [LinuxFact]
    public async Task Descendants_stay_where_they_may_and_the_end_of_the_command_is_seen_all_the_same()
    {
        // It holds the command's output open.
        var request = CommandFault.Shell("setsid sleep 60 & echo $!; exit 5") with { KeepDescendants = true };

        var result = await _executor.ExecuteAsync(request).WaitAsync(Patience);

        var stayed = int.Parse(result.Output.Text, CultureInfo.InvariantCulture);
        Assert.Equal(5, result.ExitCode);
        Assert.True(ProcessEntry.IsAlive(stayed));
        Ending.Send(stayed, Ending.Kill);
        Ending.Await([stayed], Patience);
    }

    [LinuxFact]
    public async Task A_command_that_may_keep_descendants_is_still_ended_with_those_in_its_session()
    {
        using var cancel = new CancellationTokenSource();
        var started = new TaskCompletionSource<int>();
        var request = CommandFault.Shell("sleep 60 & echo $!; wait") with
        {
            KeepDescendants = true,
            Output = CommandOutput.ToLines((line, _) =>
            {
                started.SetResult(int.Parse(line, CultureInfo.InvariantCulture));
                return ValueTask.CompletedTask;
            }),
        };
        var running = _executor.ExecuteAsync(request, cancel.Token);
        var descendant = await started.Task.WaitAsync(Patience);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience));
        Assert.False(ProcessEntry.IsAlive(descendant));
    }

    [LinuxFact]
    public async Task A_mark_that_this_process_inherited_is_handed_on_with_a_new_one()
    {
        var inherited = Environment.GetEnvironmentVariable(Holdings.Marker) ?? "";

        var result = await _executor.ExecuteAsync(new("printenv", Holdings.Marker)).WaitAsync(Patience);

        Assert.StartsWith($"{inherited}{Environment.ProcessId}-", result.Output.Text, StringComparison.Ordinal);
    }
}
