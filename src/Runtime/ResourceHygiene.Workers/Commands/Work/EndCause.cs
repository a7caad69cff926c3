namespace ResourceHygiene.Workers;

/// <summary>Why something that would go on is ended.</summary>
internal enum EndCause
{
    None,
    Cancelled,
    TimedOut,
    Shed,
    PoolClosed,
}
