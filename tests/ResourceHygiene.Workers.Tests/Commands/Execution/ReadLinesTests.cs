using ResourceHygiene.Workers.Tests.Faults;

namespace ResourceHygiene.Workers.Tests;

public sealed class ReadLinesTests : AuditedTests
{
    private readonly ProcessCommandExecutor _executor = new();

    [LinuxFact]
    public async Task Lines_come_as_they_are_written()
    {
        var go = new TaskCompletionSource();
        var request = CommandFault.Shell("echo one; read -r line; echo \"$line\"; echo three") with
        {
            Input = CommandInput.FromWriter(async (stream, cancellation) =>
            {
                await go.Task.WaitAsync(cancellation);
                await stream.WriteAsync("two\n"u8.ToArray(), cancellation);
            }),
        };

        var lines = new List<string>();
        await foreach (var line in _executor.ReadLinesAsync(request))
        {
            lines.Add(line);
            // The command waits for this; it would never come if lines were kept back.
            go.TrySetResult();
        }

        Assert.Equal(["one", "two", "three"], lines);
    }

    [LinuxFact]
    public async Task An_enumeration_that_is_left_ends_the_command()
    {
        var count = 0;
        await foreach (var line in _executor.ReadLinesAsync(new("yes", "line")))
        {
            Assert.Equal("line", line);
            if (++count == 1000)
                break;
        }

        Assert.Equal(1000, count);
    }

    [LinuxFact]
    public async Task A_failure_comes_after_the_last_line()
    {
        var lines = new List<string>();
        var exception = await Assert.ThrowsAsync<CommandException>(async () =>
        {
            await foreach (var line in _executor.ReadLinesAsync(CommandFault.Shell("echo one; exit 3")))
                lines.Add(line);
        });

        Assert.Equal(["one"], lines);
        Assert.Equal((CommandFailure.ExitCode, 3), (exception.Failure, exception.Result?.ExitCode));
    }

    [LinuxFact]
    public async Task Cancelling_ends_the_command_and_the_enumeration()
    {
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var line in _executor.ReadLinesAsync(new("yes"), cancellationToken: cancel.Token))
                await cancel.CancelAsync();
        });
    }

    [LinuxFact]
    public async Task A_reader_that_hears_of_the_cancellation_first_has_not_failed()
    {
        using var cancel = new CancellationTokenSource();
        using var over = new ManualResetEventSlim();
        var cancelling = Task.CompletedTask;

        var run = _executor.ExecuteAsync(new("yes") { Output = CommandOutput.ToLines((_, token) => Hear(), null) }, cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(60)));
        over.Set();
        await cancelling;

        ValueTask Hear()
        {
            // What is registered last is called first: the command itself hears nothing until this is over.
            cancel.Token.Register(() => over.Wait());
            cancelling = Task.Run(cancel.Cancel);
            cancel.Token.WaitHandle.WaitOne();
            throw new OperationCanceledException();
        }
    }
}
