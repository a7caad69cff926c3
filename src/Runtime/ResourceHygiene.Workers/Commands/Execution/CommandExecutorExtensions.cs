using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;

namespace ResourceHygiene.Workers;

/// <summary>What can be done with any executor.</summary>
public static class CommandExecutorExtensions
{
    /// <summary>
    /// Runs a command and hands out its output line by line, as it is written: a command whose lines are not taken waits. It is ended when
    /// the enumeration is left early.
    /// </summary>
    /// <param name="executor">Runs it.</param>
    /// <param name="request">The command, whose <see cref="CommandRequest.Output"/> is replaced by this enumeration.</param>
    /// <param name="encoding">How bytes are read as text; UTF-8 if it is not said.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its lines, without line ends.</returns>
    /// <exception cref="CommandException">After the last line: it did not end by itself, or with another exit code than 0.</exception>
    public static async IAsyncEnumerable<string> ReadLinesAsync(
        this ICommandExecutor executor, CommandRequest request, Encoding? encoding = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(request);

        var lines = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Nobody takes a line any more once the enumeration was left.
        var left = leaving.Token;
        var run = RunAsync(executor, request with { Output = CommandOutput.ToLines((line, _) => lines.Writer.WriteAsync(line, left), encoding) }, lines.Writer, left);
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return line;
        }
        finally
        {
            if (!run.IsCompleted)
            {
                await leaving.CancelAsync().ConfigureAwait(false);
                await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        (await run.ConfigureAwait(false)).EnsureSuccess();
    }

    private static async Task<CommandResult> RunAsync(
        ICommandExecutor executor, CommandRequest request, ChannelWriter<string> lines, CancellationToken cancellationToken)
    {
        try
        {
            return await executor.ExecuteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lines.TryComplete();
        }
    }
}
