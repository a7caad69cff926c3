namespace ResourceHygiene.Workers;

/// <summary>What the pool and its queues do to work, as exceptions that name the work and a remedy.</summary>
internal static class PoolFailures
{
    public static Exception Of(CommandMessage message, CommandFailure failure, Exception? inner = null)
    {
        var name = message is WorkItem item ? item.Title : message.Request!.ToString();
        var text = $"{name} {TextOf(failure)}";
        return message.Request is { } request
            ? new CommandException(request, failure, text, (inner as CommandException)?.Result, inner)
            : new JobException(((WorkItem)message).Name, failure, text, inner);
    }

    private static string TextOf(CommandFailure failure) => failure switch
    {
        CommandFailure.Rejected => "was not let in: the queue is full. Give it more capacity, or let producers wait for room.",
        CommandFailure.Dropped => "was dropped: the queue is full, and others are newer or have a higher priority.",
        CommandFailure.Shed => "was ended to make room in memory. One with a higher priority is kept longer.",
        CommandFailure.TimedOut => "did not end within its time limit.",
        CommandFailure.PoolClosed => "was not run to its end: its pool is closed.",
        _ => $"did not end by itself: {failure}.",
    };
}
