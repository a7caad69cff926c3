namespace ResourceHygiene.Workers;

/// <summary>
/// Between those who bring commands and those who run them. Shaped so that a message broker can carry it: a message is taken on
/// lease, and acknowledged with its outcome or returned; who dies with a message on lease has it delivered to another.
/// </summary>
/// <remarks>
/// The queues of this process are made by <see cref="CommandQueues"/>; in a process nobody dies alone, so that
/// their leases end with an acknowledgement or a return. A broker's delivery is at least once: what runs must bear a repetition, or the adapter
/// must know <see cref="CommandMessage.IdempotencyKey"/>. A pool completes and disposes its queue when it ends. Every member may be
/// called from any thread.
/// </remarks>
#pragma warning disable CA1711 // What it is: producers, consumers and an order, as a broker would say it.
public interface ICommandQueue : IAsyncDisposable
{
    /// <summary>How many wait, as far as is known here.</summary>
    int Count { get; }

    /// <summary>Brings a message. This is where a full queue holds its producers back.</summary>
    /// <param name="message">The message. What is not accepted is the caller's to complete; what is dropped for another, the queue's.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <returns>Whether the message waits for its turn now, and if not, why.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while there was no room; the message is not in the queue.</exception>
    ValueTask<EnqueueResult> EnqueueAsync(CommandMessage message, CancellationToken cancellationToken = default);

    /// <summary>Takes the next message on lease: it is nobody else's until it is acknowledged or returned.</summary>
    /// <param name="cancellationToken">Ends the wait for one.</param>
    /// <returns>The message; <see langword="null"/> once the queue is complete and empty.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; no message was taken.</exception>
    ValueTask<CommandMessage?> LeaseAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends a lease: the message was dealt with. The queue tells whoever brought it (<see cref="CommandMessage.TryComplete"/>), by its correlation
    /// id where that was another process.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="outcome">How it ended.</param>
    ValueTask AcknowledgeAsync(CommandMessage message, CommandOutcome outcome);

    /// <summary>Ends a lease without an outcome: the message is delivered again, after those of its priority that wait by then, also where the queue is full.</summary>
    /// <param name="message">The message, whose delivery count is one higher afterwards.</param>
    /// <returns>Whether it will be; a complete queue of this process takes nothing back, and the message stays with the caller.</returns>
    ValueTask<bool> ReturnAsync(CommandMessage message);

    /// <summary>Takes a message back that nobody has on lease.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether it is out of the queue; if not, it is delivered all the same, and may be found settled then.</returns>
    bool TryRemove(CommandMessage message);

    /// <summary>Takes nothing more. What waits is still delivered, and who waits for room is told so.</summary>
    void Complete();
}
#pragma warning restore CA1711
