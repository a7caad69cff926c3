using System.Globalization;

namespace ResourceHygiene.Workers;

/// <summary>
/// What a queue carries: a command with what a broker must know about it. A pool makes them for what it is given; an adapter
/// of a broker makes one for each delivery. Every member may be called from any thread.
/// </summary>
public class CommandMessage
{
    private static readonly string s_process = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
    private static long s_count;

    // Of local queues: where in its way through the queue it is, and whether it takes up one of the places of a bounded one.
    private int _place;
    internal bool HoldsRoom;

    private readonly long _number = Interlocked.Increment(ref s_count);
    private readonly string? _correlationId;
    private int _settled;

    /// <summary>Makes a message that a queue delivers, such as one that came from another machine.</summary>
    /// <param name="request">The command.</param>
    public CommandMessage(CommandRequest request)
        : this(request?.Priority ?? default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Request = request;
    }

    private protected CommandMessage(ReleasePriority priority)
    {
        if (priority is < ReleasePriority.Low or > ReleasePriority.Critical)
            throw new ArgumentOutOfRangeException(nameof(priority), priority, "A priority must be Low, Normal, High or Critical.");
        Priority = priority;
    }

    /// <summary>The command; <see langword="null"/> for a job, which cannot leave its process and which only queues of this process take.</summary>
    public CommandRequest? Request { get; protected private init; }

    /// <summary>Who is taken first: the higher priority, and of the same priority the older one.</summary>
    public ReleasePriority Priority { get; }

    /// <summary>Names this message and nothing else, on all machines; its result is sent back under this name.</summary>
    public string CorrelationId
    {
        get => _correlationId ?? string.Create(CultureInfo.InvariantCulture, $"{s_process}-{_number}");
        init => _correlationId = value;
    }

    /// <summary>
    /// Says which messages are the same piece of work: of those with an equal key one is run at a time. <see langword="null"/> for a
    /// message that is no other's repetition.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>How often it was delivered before: more than 0 after a retry, and where somebody who had taken it died.</summary>
    public int DeliveryCount { get; set; }

    /// <summary>Whether its outcome is known.</summary>
    public bool IsSettled => Volatile.Read(ref _settled) != 0;

    /// <summary>The order in which messages were made in this process; the older one is the smaller.</summary>
    internal long Number => _number;

    /// <summary>Tells whoever brought the message how it ended. Only the first outcome counts.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <returns>Whether this was the first.</returns>
    public bool TryComplete(in CommandOutcome outcome)
    {
        if (Interlocked.Exchange(ref _settled, 1) != 0)
            return false;

        OnCompleted(outcome);
        return true;
    }

    private protected virtual void OnCompleted(in CommandOutcome outcome)
    {
    }

    /// <summary>It waits in a queue from now on.</summary>
    internal void BeginWaiting() => Volatile.Write(ref _place, 1);

    /// <summary>Ends the waiting; whoever gets true has the message for itself: a taker, or who removes it.</summary>
    internal bool TryEndWaiting() => Interlocked.CompareExchange(ref _place, 0, 1) == 1;

    internal bool IsWaiting => Volatile.Read(ref _place) == 1;
}
