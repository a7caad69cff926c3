using System.Diagnostics;
using static ResourceHygiene.Workers.Tests.Faults.WorkerFaultTests;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>What the system may be like around a program; each time one error that says so, or none.</summary>
public sealed class OddCircumstancesTests : AuditedTests
{
    private readonly ProcessCommandExecutor _executor = new();

    [LinuxTheory]
    [InlineData("directory-is-gone", "runs", "runs", "NotFound", "BadDirectory", "CannotStart", "answered")]
    [InlineData("variables", "plain", "there", "answered")]
    [InlineData("no-thread-is-free", "answered")]
    public async Task A_program_goes_on_as_far_as_it_can(string circumstance, params string[] outcomes)
    {
        string[] arguments = ["-c", "RH_PLAIN=plain RH_ODD=$(printf 'a\\377\\303') exec \"$@\"", "sh", ProbeProgram.Path, .. ProbeProgram.Arguments("odd", circumstance)];
        using var program = Process.Start(new ProcessStartInfo("/bin/sh", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var errors = program.StandardError.ReadToEndAsync();
            var output = await program.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            Assert.Equal(string.Join('\n', outcomes) + "\n", output + await errors);
        }
        finally
        {
            if (!program.HasExited)
                program.Kill(entireProcessTree: true);
            await program.WaitForExitAsync().WaitAsync(Patience);
        }
    }

    [LinuxFact]
    public async Task A_program_that_is_being_written_is_refused_by_name_where_the_system_refuses_it()
    {
        using var directory = new ScriptDirectory();
        var program = directory.Script("tool", "#!/bin/sh\nexit 0\n");
        using var writer = new FileStream(program, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

        var running = _executor.ExecuteAsync(new(program));
        await ((Task)running.WaitAsync(Patience)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Linux 6.11 and 6.12 let it run.
        if (running.Exception?.InnerException is { } refused)
        {
            Assert.Equal(CommandFailure.StartFailed, Assert.IsType<CommandException>(refused).Failure);
            Assert.Contains("open for writing", refused.Message, StringComparison.Ordinal);
        }
    }

    [LinuxFact]
    public async Task Arguments_that_are_too_long_are_refused_with_the_remedy()
    {
        var megabyte = new string('x', 1 << 20);

        var command = await Assert.ThrowsAsync<CommandException>(() => _executor.ExecuteAsync(new("/bin/echo", megabyte)));
        await using var worker = Start(options => options with { RestartLimit = 0, Arguments = [.. options.Arguments, megabyte] });
        var call = await Assert.ThrowsAsync<WorkerException>(() => Describe(worker));

        Assert.Equal((CommandFailure.StartFailed, WorkerFailure.CannotStart), (command.Failure, call.Failure));
        Assert.All([command.Message, call.Message], static message => Assert.Contains("longer than the system takes", message, StringComparison.Ordinal));
    }

    [LinuxFact]
    public async Task A_workers_directory_that_is_not_there_is_named()
    {
        await using var worker = Start(static options => options with { RestartLimit = 0, WorkingDirectory = "/nowhere" });

        var exception = await Assert.ThrowsAsync<WorkerException>(() => Describe(worker));

        Assert.Equal(WorkerFailure.CannotStart, exception.Failure);
        Assert.Contains("'/nowhere' does not exist", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_would_be_cut_off_are_refused_before_anything_starts()
    {
        Assert.Throws<ArgumentException>(() => new IsolatedWorker(WorkerProbe.FaultService.Service, new() { Arguments = ["a\0b"] }));
        Assert.Throws<ArgumentException>(() => new IsolatedWorker(WorkerProbe.FaultService.Service, new() { Environment = new WorkerOptions().Environment.Add("A=B", "") }));
    }

    [LinuxFact]
    public async Task Half_a_character_at_the_end_of_what_a_worker_prints_is_not_swallowed()
    {
        await using var worker = Start(static options => options with { RestartLimit = 0 }, "print-half-a-character");

        var exception = await Assert.ThrowsAsync<WorkerException>(() => Describe(worker));

        Assert.Equal("caf\uFFFD", exception.ErrorOutput);
    }

    [LinuxFact]
    public async Task A_worker_that_has_no_more_memory_says_so_and_goes_on()
    {
        await using var worker = Start(static options => options with { Environment = options.Environment.Add("DOTNET_GCHeapHardLimit", "0x6000000") });
        var first = (await Describe(worker)).ProcessId;

        var exception = await Assert.ThrowsAsync<WorkerException>(() => Fault(worker, "out-of-memory", Patience));

        Assert.Equal((WorkerFailure.CommandThrew, typeof(OutOfMemoryException).FullName), (exception.Failure, exception.RemoteType));
        Assert.Equal(first, (await Describe(worker)).ProcessId);
    }

    [LinuxFact]
    public async Task A_worker_that_is_killed_between_its_start_and_its_first_call_costs_none()
    {
        await using var worker = Start();
        for (var round = 0; round < 3; round++)
        {
            await worker.SwitchAsync($"unit {round}").AsTask().WaitAsync(Patience);
            var idle = worker.Status.ProcessId!.Value;
            Ending.Send(idle, Ending.Kill);
            // Until then it may still take a call out of the pipe. The parent need not have learned of its end.
            Ending.Await([idle], Patience);

            Assert.Equal($"unit {round}", (await Describe(worker)).Unit);
            await worker.SwitchAsync("").AsTask().WaitAsync(Patience);
        }
    }

    [LinuxFact]
    public async Task Many_workers_that_are_disposed_while_they_start_leave_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 24).Select(async number =>
        {
            var worker = Start(options => options with { Standby = number % 2 == 0 });
            var call = Describe(worker);
            if (number % 3 == 0)
                await Task.Yield();
            await worker.DisposeAsync();
            Assert.Equal(WorkerFailure.Closed, (await Assert.ThrowsAsync<WorkerException>(() => call)).Failure);
        })).WaitAsync(Patience);
    }

    [LinuxFact]
    public async Task A_reader_that_never_reads_does_not_outlive_its_command()
    {
        var request = CommandFault.Probe("endless") with
        {
            Timeout = TimeSpan.FromMilliseconds(500),
            GracePeriod = TimeSpan.FromMilliseconds(100),
            Output = CommandOutput.ToReader(static async (_, cancellation) => await Task.Delay(Timeout.Infinite, cancellation)),
        };

        var exception = await Assert.ThrowsAsync<CommandException>(() => _executor.ExecuteAsync(request).WaitAsync(Patience));

        Assert.Equal(CommandFailure.TimedOut, exception.Failure);
    }
}
