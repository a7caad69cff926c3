namespace ResourceHygiene.Workers;

/// <summary>What a queue did with a message.</summary>
public enum EnqueueResult
{
    /// <summary>It waits for its turn.</summary>
    Accepted,

    /// <summary>The queue is full and the message was not let in.</summary>
    Rejected,

    /// <summary>The queue is full of messages of a higher priority, and this one was dropped for them.</summary>
    Dropped,

    /// <summary>The queue takes nothing any more.</summary>
    Closed,
}
