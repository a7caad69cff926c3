using System.Text;

namespace ResourceHygiene.Workers;

/// <summary>
/// Where what a command writes goes. However it is, the command's pipes are always read, so that it never waits for a reader that waits
/// for it; a slow reader slows the command down and takes no memory. Immutable.
/// </summary>
public sealed class CommandOutput
{
    /// <summary>How much is captured unless it is said: 64 MiB.</summary>
    public const long DefaultLimit = 64L << 20;

    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Func<Stream, CancellationToken, ValueTask>? _reader;

    private CommandOutput(CommandOutputKind kind, Func<Stream, CancellationToken, ValueTask>? reader = null)
    {
        Kind = kind;
        _reader = reader;
    }

    /// <summary>Captured up to <see cref="DefaultLimit"/>, as UTF-8; a command that writes more is ended.</summary>
    public static CommandOutput Captured { get; } = Capture();

    /// <summary>To nowhere, without being read by anybody: the command has the null device.</summary>
    public static CommandOutput Discarded { get; } = new(CommandOutputKind.Discarded);

    /// <summary>To where this process writes.</summary>
    public static CommandOutput Inherited { get; } = new(CommandOutputKind.Inherited);

    /// <summary>Of <see cref="CommandRequest.Error"/> only: to where the command's output goes, in the order in which it is written.</summary>
    public static CommandOutput Joined { get; } = new(CommandOutputKind.Joined);

    /// <summary>Where it goes.</summary>
    public CommandOutputKind Kind { get; }

    /// <summary>How many bytes are kept, or may be read; <see cref="long.MaxValue"/> for any number.</summary>
    public long Limit { get; private init; } = long.MaxValue;

    /// <summary>What happens to a command that writes more.</summary>
    public OutputLimitAction LimitAction { get; private init; }

    /// <summary>How captured bytes are read as text.</summary>
    public Encoding Encoding { get; private init; } = Utf8;

    /// <summary>Into memory.</summary>
    /// <param name="limit">How many bytes are kept at most.</param>
    /// <param name="limitAction">What happens to a command that writes more.</param>
    /// <param name="encoding">How <see cref="CapturedOutput.Text"/> reads them; UTF-8 if it is not said.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative, or more than an array can hold.</exception>
    public static CommandOutput Capture(long limit = DefaultLimit, OutputLimitAction limitAction = OutputLimitAction.End, Encoding? encoding = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, Array.MaxLength);
        return new(CommandOutputKind.Captured) { Limit = limit, LimitAction = limitAction, Encoding = encoding ?? Utf8 };
    }

    /// <summary>Into a stream, which stays open and is the caller's to close.</summary>
    /// <param name="destination">The stream.</param>
    /// <param name="limit">How many bytes it gets at most.</param>
    /// <param name="limitAction">What happens to a command that writes more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    public static CommandOutput ToStream([Borrowed] Stream destination, long limit = long.MaxValue, OutputLimitAction limitAction = OutputLimitAction.End)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return new(CommandOutputKind.Read, (source, cancellation) => new(source.CopyToAsync(destination, cancellation))) { Limit = limit, LimitAction = limitAction };
    }

    /// <summary>
    /// To a method that reads it, as fast as it reads. What it leaves unread is read and thrown away, so that the command goes on. Where it
    /// throws, the command is ended and <see cref="CommandFailure.StreamFailed"/> results.
    /// </summary>
    /// <param name="reader">The method; it must not keep the stream, and must end when its token is cancelled: the command is over when it is.</param>
    public static CommandOutput ToReader(Func<Stream, CancellationToken, ValueTask> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new(CommandOutputKind.Read, reader);
    }

    /// <summary>To a method that takes it line by line, without line ends, as fast as it takes them.</summary>
    /// <param name="line">The method.</param>
    /// <param name="encoding">How bytes are read as text; UTF-8 if it is not said.</param>
    public static CommandOutput ToLines(Func<string, CancellationToken, ValueTask> line, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(line);
        return ToReader(async (source, cancellation) =>
        {
            await foreach (var text in OutputLines.ReadAsync(source, encoding ?? Utf8, cancellation).ConfigureAwait(false))
                await line(text, cancellation).ConfigureAwait(false);
        });
    }

    /// <summary>
    /// Reads it to its end, for an executor. With <see cref="OutputLimitAction.End"/> it returns as soon as there is more than the limit:
    /// the executor then ends the command.
    /// </summary>
    /// <param name="source">The command's output.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for it any more.</param>
    /// <returns>What was captured, and how much there was.</returns>
    public ValueTask<CapturedOutput> ReadFromAsync(Stream source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return OutputPump.RunAsync(this, _reader, source, cancellationToken);
    }
}

/// <summary>Where what a command writes goes.</summary>
public enum CommandOutputKind
{
    /// <summary>Into memory.</summary>
    Captured,

    /// <summary>To the null device.</summary>
    Discarded,

    /// <summary>To where this process writes.</summary>
    Inherited,

    /// <summary>Error output only: to where the output goes.</summary>
    Joined,

    /// <summary>To a stream or a method.</summary>
    Read,
}

/// <summary>What happens to a command that writes more than it may.</summary>
public enum OutputLimitAction
{
    /// <summary>It is ended with its whole process tree, and <see cref="CommandFailure.OutputLimit"/> results.</summary>
    End,

    /// <summary>It goes on; what exceeds the limit is read and thrown away, and <see cref="CapturedOutput.IsTruncated"/> says so.</summary>
    Truncate,
}
