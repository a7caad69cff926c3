using System.Runtime.CompilerServices;

namespace ResourceHygiene.Workers;

/// <summary>
/// What one holds of a command or job that a pool has taken: how far it is, and the means to cancel it. Every member may be called from any thread. One that is
/// not kept changes nothing: the work goes on.
/// </summary>
public abstract class CommandTicket
{
    private readonly WorkItem _item;

    private protected CommandTicket(WorkItem item) => _item = item;

    /// <summary>Names this piece of work and no other, on all machines.</summary>
    public string CorrelationId => _item.CorrelationId;

    /// <summary>The program, or the name of the job.</summary>
    public string Name => _item.Name;

    /// <summary>Its place in the queue.</summary>
    public ReleasePriority Priority => _item.Priority;

    /// <summary>How far it is.</summary>
    public CommandState State => _item.State;

    /// <summary>Complete when it is over, with the same outcome as its result.</summary>
    public abstract Task Completion { get; }

    /// <summary>
    /// Cancels it: what waits ends at once, what runs is told to end, and a command is ended with its whole process tree. Its result is then an
    /// <see cref="OperationCanceledException"/>, unless it ends by itself before.
    /// </summary>
    /// <returns>Whether it was still to be ended, and nobody had told it to.</returns>
    public bool Cancel() => _item.End(EndCause.Cancelled);

    /// <summary>Name and state, such as <c>ffmpeg: Running</c>.</summary>
    public override string ToString() => $"{Name}: {State}";
}

/// <summary>The ticket of work that has a result. Can be awaited, by any number of those who want it.</summary>
/// <typeparam name="T"><see cref="CommandResult"/> of a command; otherwise what the job returns.</typeparam>
public sealed class CommandTicket<T> : CommandTicket
{
    internal CommandTicket(WorkItem item, Task<T> result)
        : base(item) => Result = result;

    /// <summary>
    /// What came of it. Fails with a <see cref="CommandException"/>, or for a job with a <see cref="JobException"/> or what it threw.
    /// </summary>
    public Task<T> Result { get; }

    /// <inheritdoc/>
    public override Task Completion => Result;

    /// <summary>Awaits <see cref="Result"/>.</summary>
    public TaskAwaiter<T> GetAwaiter() => Result.GetAwaiter();
}
