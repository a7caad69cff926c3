using System.Buffers;

namespace ResourceHygiene.Workers;

/// <summary>One call of a command, on the caller's side. Used once and disposed. Not thread-safe.</summary>
public sealed partial class WorkerRequest : IDisposable
{
    private readonly ArgumentWriter _arguments = new();
    private int _holders = 1;
    private int _isDisposed;
    private int _isUsed;

    /// <summary>Begins a call that is not bound to a worker yet; <see cref="IsolatedWorker.CreateRequest"/> is the usual way.</summary>
    /// <param name="command">The command.</param>
    /// <param name="segments">Where room for payloads is rented; <see cref="SegmentPool.Shared"/> where <see langword="null"/>.</param>
    public WorkerRequest(WorkerCommandInfo command, [Borrowed] SegmentPool? segments = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        Command = command;
        _segments = segments;
    }

    /// <summary>The command.</summary>
    public WorkerCommandInfo Command { get; }

    /// <summary>Takes the arguments, UTF-8 JSON.</summary>
    public IBufferWriter<byte> Arguments => _arguments;

    /// <summary>What was written to <see cref="Arguments"/>; for those who carry calls.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _arguments.WrittenMemory;

    /// <summary>How long the command may take in the worker; what the command or else <see cref="WorkerOptions.CallTimeout"/> says where <see langword="null"/>.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>
    /// The unit that the call is meant for: where the worker has gone on to another when it comes, it completes with
    /// <see cref="WorkerFailure.Superseded"/> and never runs. Whichever unit there is where <see langword="null"/>.
    /// </summary>
    public string? Unit { get; set; }

    internal ReadOnlySpan<byte> WrittenArguments => _arguments.WrittenSpan;

    /// <summary>Returns the payloads, as soon as no worker can touch them any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            LetGo();
    }

    /// <summary>A request is one call.</summary>
    internal void Use()
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        if (Interlocked.Exchange(ref _isUsed, 1) != 0)
            throw new InvalidOperationException($"This request of {Command} was used before; make one for each call.");
    }

    /// <summary>Keeps it while a worker has it, whatever its caller does meanwhile.</summary>
    internal void Hold() => Interlocked.Increment(ref _holders);

    internal void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            ReturnPayloads();
    }
}
