namespace ResourceHygiene.Workers;

/// <summary>
/// Runs the commands of one unit of work. Generated for classes with <c>[WorkerCommand]</c> methods; can be written by hand.
/// </summary>
/// <remarks>
/// One is made for each unit, by <see cref="WorkerService.Create"/>, and its commands are run one after another, never two at a
/// time, so it needs no locks. Where it is <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/>, it is disposed when its unit ends
/// in good order; a worker that crashes, hangs or loses its parent ends without.
/// </remarks>
public interface IWorkerDispatcher
{
    /// <summary>
    /// Runs the command <see cref="WorkerCall.CommandId"/>: reads <see cref="WorkerCall.Arguments"/> and payloads, and writes
    /// <see cref="WorkerCall.Result"/> and result payloads. What it throws becomes a <see cref="WorkerException"/> with
    /// <see cref="WorkerFailure.CommandThrew"/> at the caller, and the worker goes on.
    /// </summary>
    /// <param name="workerCall">The call. Not to be used after the returned task is complete.</param>
    ValueTask DispatchAsync(WorkerCall workerCall);

    /// <summary>
    /// Does once what makes the first command slow, such as loading libraries and models that all units share (into static
    /// fields: another instance serves the unit). Runs in a standby before it takes a unit, off everybody's path. The runtime has
    /// warmed itself up by then.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the standby is no longer wanted.</param>
    ValueTask RehearseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
