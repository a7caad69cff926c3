using System.Text;

namespace ResourceHygiene.Workers;

/// <summary>What a command reads. Immutable; whether it can be used more than once is said by the method that makes it.</summary>
public sealed class CommandInput
{
    private readonly Func<Stream, CancellationToken, ValueTask>? _writer;

    private CommandInput(CommandInputKind kind, Func<Stream, CancellationToken, ValueTask>? writer)
    {
        Kind = kind;
        _writer = writer;
    }

    /// <summary>Nothing: the command finds the end at once.</summary>
    public static CommandInput None { get; } = new(CommandInputKind.None, null);

    /// <summary>What this process reads: the terminal, in most programs with one.</summary>
    public static CommandInput Inherited { get; } = new(CommandInputKind.Inherited, null);

    /// <summary>Where it comes from.</summary>
    public CommandInputKind Kind { get; }

    /// <summary>A text, which can be used any number of times.</summary>
    /// <param name="text">The text.</param>
    /// <param name="encoding">How it is written; UTF-8 without a mark if it is not said.</param>
    public static CommandInput FromText(string text, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FromBytes((encoding ?? CommandOutput.Utf8).GetBytes(text));
    }

    /// <summary>Bytes, which can be used any number of times and must not change meanwhile.</summary>
    public static CommandInput FromBytes(ReadOnlyMemory<byte> bytes) =>
        new(CommandInputKind.Written, (stream, cancellation) => stream.WriteAsync(bytes, cancellation));

    /// <summary>A stream from where it stands to its end, once. It stays open, and is the caller's to close.</summary>
    /// <param name="source">The stream. Its reads should heed cancellation: a command that is ended does not wait for them longer than it must.</param>
    public static CommandInput FromStream([Borrowed] Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(CommandInputKind.Written, (stream, cancellation) => new(source.CopyToAsync(stream, cancellation)));
    }

    /// <summary>
    /// What a method writes, as fast as the command reads it. The command finds the end when the method returns. Writes after the
    /// command closed its input fail with an <see cref="IOException"/>; a method that lets it pass did nothing wrong.
    /// </summary>
    /// <param name="writer">The method; it must not keep the stream.</param>
    public static CommandInput FromWriter(Func<Stream, CancellationToken, ValueTask> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return new(CommandInputKind.Written, writer);
    }

    /// <summary>Writes it, for an executor.</summary>
    /// <param name="destination">The command's end of it, which the executor closes afterwards.</param>
    /// <param name="cancellationToken">Cancelled when the command has ended.</param>
    public ValueTask WriteToAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return _writer is null ? ValueTask.CompletedTask : _writer(destination, cancellationToken);
    }
}

/// <summary>Where a command's input comes from.</summary>
public enum CommandInputKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>From where this process has its own.</summary>
    Inherited,

    /// <summary>It is written by <see cref="CommandInput.WriteToAsync"/>.</summary>
    Written,
}
