namespace ResourceHygiene.Workers;

/// <summary>How a queue in this process behaves.</summary>
public sealed record CommandQueueOptions
{
    private readonly int? _capacity;
    private readonly QueueFullMode _fullMode;
    private readonly int _agingInterval = 16;

    /// <summary>How many may wait; <see langword="null"/>, the default, for any number. What runs does not count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public int? Capacity
    {
        get => _capacity;
        init
        {
            if (value is { } capacity)
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity, nameof(Capacity));
            _capacity = value;
        }
    }

    /// <summary>What happens when as many wait. Without a capacity it has no meaning.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such mode.</exception>
    public QueueFullMode FullMode
    {
        get => _fullMode;
        init => _fullMode = value is >= QueueFullMode.Wait and <= QueueFullMode.DropOldest
            ? value
            : throw new ArgumentOutOfRangeException(nameof(FullMode), value, "FullMode must be Wait, Reject or DropOldest.");
    }

    /// <summary>
    /// After how many messages that were taken past one of a lower priority the level has its turn that was passed over for longest, 16 by default.
    /// So nothing waits for ever: with n older ones before it, a message is taken after at most n + 4 times as many others, whatever comes
    /// meanwhile. (Each such turn takes an older one, or for the first time one of the three other priorities that is younger.)
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public int AgingInterval
    {
        get => _agingInterval;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(AgingInterval));
            _agingInterval = value;
        }
    }
}
