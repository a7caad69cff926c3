namespace ResourceHygiene.Workers;

/// <summary>
/// Gives workers for units: processes on this machine by default, a broker's workers elsewhere. A worker that was given is leased until
/// its link is disposed; one that dies meanwhile is lost, and the next is asked for. Thread-safe.
/// </summary>
public interface IWorkerPlacement : IAsyncDisposable
{
    /// <summary>Gives a worker that is ready for a unit: of the right version, warmed up, with nothing of another unit in it.</summary>
    /// <param name="unit">Names the unit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The link to it; disposing it lets the worker go.</returns>
    /// <exception cref="WorkerException">There is none to be had.</exception>
    ValueTask<IWorkerLink> PlaceAsync(string unit, CancellationToken cancellationToken);
}

/// <summary>
/// The way to one worker and its one unit. Takes one call at a time. Whoever asks learns once that the worker is gone (<see cref="Lost"/>), and no
/// call is left without an answer or an exception.
/// </summary>
public interface IWorkerLink : IAsyncDisposable
{
    /// <summary>What people call it: "process 4711".</summary>
    string Name { get; }

    /// <summary>The worker's process on this machine; <see langword="null"/> where it is none of its own.</summary>
    int? ProcessId { get; }

    /// <summary>What the worker said last that it occupies, in bytes; 0 where that is not known.</summary>
    long MemoryBytes { get; }

    /// <summary>Completes, and never fails, when nothing is left of the worker, with the reason.</summary>
    Task<WorkerException> Lost { get; }

    /// <summary>Sends a call and waits for the answer. Whoever awaits the task goes on on a thread that is needed again soon.</summary>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">Tells the command to stop; the answer is awaited all the same.</param>
    /// <exception cref="WorkerException">The command threw, or the worker is lost.</exception>
    ValueTask<WorkerReply> SendAsync(WorkerRequest request, CancellationToken cancellationToken);

    /// <summary>The same for a thread that waits.</summary>
    /// <param name="request">The call.</param>
    /// <exception cref="WorkerException">The command threw, or the worker is lost.</exception>
    WorkerReply Send(WorkerRequest request) => SendAsync(request, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>Ends the worker at once and by force; <see cref="Lost"/> and the call under way then say why. Returns before it is gone.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="what">Why, in words that complete a sentence about the worker: "took longer than 5 s".</param>
    void Abandon(WorkerFailure failure, string what);
}
