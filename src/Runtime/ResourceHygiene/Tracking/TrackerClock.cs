namespace ResourceHygiene;

/// <summary>
/// Milliseconds for last-use stamps. The system's tick count costs a sixth of a time stamp and its 15 ms are fine for
/// idle times; any other provider is asked itself.
/// </summary>
internal readonly struct TrackerClock(TimeProvider provider)
{
    private readonly bool _isSystem = ReferenceEquals(provider, TimeProvider.System);

    public TimeProvider Provider => provider;

    public long NowMilliseconds => _isSystem
        ? Environment.TickCount64
        : (long)provider.GetElapsedTime(0, provider.GetTimestamp()).TotalMilliseconds;
}
