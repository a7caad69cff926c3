using ResourceHygiene.Workers.Tests.Faults;

namespace ResourceHygiene.Workers.Tests;

/// <summary>What a command is given, and what is known of it afterwards. Commands that go wrong: <see cref="CommandFaultTests"/>.</summary>
public sealed class ProcessCommandExecutorTests : AuditedTests
{
    private readonly ProcessCommandExecutor _executor = new();

    [LinuxFact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["", " ", "a b", "\"", "'", "$HOME", "*", "\\", "a\nb", "ü日", "-x", "`id`", ";", "&"];

        var result = await RunAsync(new("/usr/bin/printf", ["%s\\0", .. arguments]));

        Assert.Equal(arguments, result.Output.Text.Split('\0')[..^1]);
    }

    [LinuxFact]
    public async Task Variables_are_inherited_changed_and_taken_away()
    {
        Environment.SetEnvironmentVariable("RH_TEST_KEPT", "kept");
        Environment.SetEnvironmentVariable("RH_TEST_CHANGED", "before");
        Environment.SetEnvironmentVariable("RH_TEST_GONE", "gone");
        try
        {
            var changes = new Dictionary<string, string?> { ["RH_TEST_CHANGED"] = "after", ["RH_TEST_NEW"] = "new", ["RH_TEST_GONE"] = null };

            var result = await RunAsync(new("env") { Environment = changes });
            Assert.Equal(["RH_TEST_CHANGED=after", "RH_TEST_KEPT=kept", "RH_TEST_NEW=new"], OwnOf(result));

            result = await RunAsync(new("env") { Environment = changes, InheritsEnvironment = false });
            Assert.Equal(["RH_TEST_CHANGED=after", "RH_TEST_NEW=new"], OwnOf(result));
            Assert.DoesNotContain("HOME=", result.Output.Text, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("RH_TEST_KEPT", null);
            Environment.SetEnvironmentVariable("RH_TEST_CHANGED", null);
            Environment.SetEnvironmentVariable("RH_TEST_GONE", null);
        }

        static IEnumerable<string> OwnOf(CommandResult result) =>
            result.Output.Text.Split('\n').Where(static line => line.StartsWith("RH_TEST_", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    [LinuxFact]
    public async Task A_command_runs_where_it_is_told_to()
    {
        Assert.Equal("/usr\n", (await RunAsync(new("pwd") { WorkingDirectory = "/usr" })).Output.Text);
        Assert.Equal($"{Directory.GetCurrentDirectory()}\n", (await RunAsync(new("pwd", "-P"))).Output.Text);
    }

    [LinuxFact]
    public async Task A_program_is_looked_up_in_the_path_that_it_will_have()
    {
        using var directory = new ScriptDirectory();
        var path = directory.Script("own-tool", "#!/bin/sh\necho found");

        var result = await RunAsync(new("own-tool") { Environment = new Dictionary<string, string?> { ["PATH"] = $"/nowhere:{directory.Path}:/usr/bin:/bin" } });

        Assert.Equal("found\n", result.Output.Text);
        Assert.Equal("found\n", (await RunAsync(new(path))).Output.Text);
        Assert.Equal(CommandFailure.NotFound, (await FailAsync(new("own-tool"))).Failure);
    }

    [LinuxFact]
    public async Task What_cannot_be_executed_is_told_apart()
    {
        using var directory = new ScriptDirectory();
        var withoutInterpreter = directory.Script("orphan", "#!/nowhere/interpreter -x\n");
        var noProgram = directory.Script("text", "just text");
        var notAllowed = directory.Script("forbidden", "#!/bin/sh\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var orphan = await FailAsync(new(withoutInterpreter));
        Assert.Equal(CommandFailure.NotExecutable, orphan.Failure);
        Assert.Contains("'/nowhere/interpreter', which is not there", orphan.Message, StringComparison.Ordinal);
        var text = await FailAsync(new(noProgram));
        Assert.Equal(CommandFailure.NotExecutable, text.Failure);
        Assert.Contains("#!/bin/sh", text.Message, StringComparison.Ordinal);
        var forbidden = await FailAsync(new(notAllowed));
        Assert.Equal(CommandFailure.NotExecutable, forbidden.Failure);
        Assert.Contains("chmod", forbidden.Message, StringComparison.Ordinal);
        // One in the path that may not be executed is not the same as none.
        Assert.Equal(CommandFailure.NotExecutable, (await FailAsync(new("forbidden") { Environment = new Dictionary<string, string?> { ["PATH"] = directory.Path } })).Failure);
    }

    [LinuxFact]
    public async Task Arguments_that_are_too_long_are_refused_with_a_remedy()
    {
        var exception = await FailAsync(new("true", new string('x', 8 << 20)));

        Assert.Equal(CommandFailure.StartFailed, exception.Failure);
        Assert.Contains("by its input", exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.Result);
    }

    [LinuxFact]
    public async Task Input_reaches_the_command_from_text_bytes_streams_and_writers()
    {
        CommandInput[] inputs =
        [
            CommandInput.FromText("größe"),
            CommandInput.FromBytes("größe"u8.ToArray()),
            CommandInput.FromStream(new MemoryStream("größe"u8.ToArray())),
            CommandInput.FromWriter(static async (stream, cancellation) =>
            {
                await stream.WriteAsync("grö"u8.ToArray(), cancellation);
                await stream.WriteAsync("ße"u8.ToArray(), cancellation);
            }),
        ];
        foreach (var input in inputs)
            Assert.Equal("größe", (await RunAsync(new("cat") { Input = input })).Output.Text);
        Assert.Equal("", (await RunAsync(new("cat"))).Output.Text);
    }

    [LinuxFact]
    public async Task Three_full_pipes_do_not_wait_for_each_other()
    {
        var bytes = new byte[3_000_000];
        Random.Shared.NextBytes(bytes);

        var result = await RunAsync(new("sh", "-c", "tee /dev/stderr") { Input = CommandInput.FromBytes(bytes) });

        Assert.Equal(bytes, result.Output.Bytes.ToArray());
        Assert.Equal(bytes, result.Error.Bytes.ToArray());
    }

    [LinuxFact]
    public async Task Error_output_can_join_the_output_in_its_order()
    {
        var result = await RunAsync(CommandFault.Shell("echo one; echo two >&2; echo three") with { Error = CommandOutput.Joined });

        Assert.Equal(("one\ntwo\nthree\n", 0), (result.Output.Text, result.Error.Bytes.Length));
        Assert.Equal(CommandFailure.StartFailed, (await FailAsync(new("true") { Output = CommandOutput.Joined })).Failure);
    }

    [LinuxFact]
    public async Task A_source_that_never_gives_anything_does_not_hold_up_the_end()
    {
        var source = new Silent();

        var result = await RunAsync(new("true") { Input = CommandInput.FromStream(source) });

        Assert.Equal(0, result.ExitCode);
        source.Answer();
    }

    [LinuxFact]
    public async Task A_result_says_what_the_command_took()
    {
        var before = DateTimeOffset.UtcNow;

        var result = await RunAsync(CommandFault.Shell("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"));

        Assert.InRange(result.StartedAt, before, DateTimeOffset.UtcNow);
        // Not more precisely: the kernel counts processor time in ticks, and may count more of them than the clock shows.
        Assert.InRange(result.UserTime + result.SystemTime, TimeSpan.FromTicks(1), result.Duration + TimeSpan.FromMinutes(1));
        Assert.True(result.ProcessId > 0);
        Assert.True(result.IsSuccess);
    }

    [LinuxFact]
    public async Task The_peak_of_memory_is_said_of_a_command_that_has_more_than_its_parent_ever_had()
    {
        var megabytes = (int)((Environment.WorkingSet >> 20) + 200);

        // Its block is that large, and full.
        var result = await RunAsync(new("dd", "if=/dev/zero", "of=/dev/null", $"bs={megabytes}M", "count=1"));

        Assert.True(result.PeakMemoryBytes is null || result.PeakMemoryBytes >= (long)megabytes << 20, $"{result.PeakMemoryBytes}");
        Assert.True((await RunAsync(new("true"))).PeakMemoryBytes is null or > 1 << 20);
    }

    [LinuxFact]
    public async Task Success_can_be_demanded_and_the_error_says_why_there_is_none()
    {
        (await RunAsync(new("true"))).EnsureSuccess();

        var result = await RunAsync(CommandFault.Shell("echo a warning >&2; echo 'no space left' >&2; exit 4"));
        var exception = Assert.Throws<CommandException>(result.EnsureSuccess);
        Assert.Equal(CommandFailure.ExitCode, exception.Failure);
        Assert.EndsWith("ended with exit code 4: no space left", exception.Message, StringComparison.Ordinal);
        Assert.Same(result, exception.Result);
    }

    [LinuxFact]
    public async Task A_command_that_was_cancelled_before_it_began_does_not_begin()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _executor.ExecuteAsync(new("no-such-program"), cancelled.Token));
    }

    [LinuxFact]
    public async Task The_time_limit_is_one_of_the_given_clock()
    {
        var time = new ManualTimeProvider();
        var executor = new ProcessCommandExecutor(time);
        var started = new TaskCompletionSource();
        var running = executor.ExecuteAsync(CommandFault.Shell("trap '' TERM; echo ready; sleep 60; sleep 60") with
        {
            Timeout = TimeSpan.FromHours(1),
            GracePeriod = TimeSpan.FromHours(2),
            Output = CommandOutput.ToLines((_, _) =>
            {
                started.TrySetResult();
                return ValueTask.CompletedTask;
            }),
        });
        await started.Task.WaitAsync(Patience);

        time.Advance(TimeSpan.FromMinutes(59));
        Assert.False(running.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(1));
        // Asked to end, it goes on: there are two hours left.
        time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(CommandFailure.TimedOut, (await Assert.ThrowsAsync<CommandException>(() => running.WaitAsync(Patience))).Failure);
    }

    private Task<CommandResult> RunAsync(CommandRequest request) => _executor.ExecuteAsync(request).WaitAsync(Patience);

    private Task<CommandException> FailAsync(CommandRequest request) => Assert.ThrowsAsync<CommandException>(() => RunAsync(request));

    /// <summary>A stream whose read heeds nothing until it is told to.</summary>
    private sealed class Silent : MemoryStream
    {
        private readonly TaskCompletionSource<int> _answer = new();

        public void Answer() => _answer.TrySetResult(0);

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => _answer.Task;
    }
}
