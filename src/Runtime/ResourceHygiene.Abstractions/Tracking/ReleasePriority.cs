namespace ResourceHygiene;

/// <summary>
/// How strongly a resource is kept when something has to go. The lowest are let go first, as with
/// <c>CacheItemPriority</c> of the platform's memory cache.
/// </summary>
public enum ReleasePriority
{
    /// <summary>Let go before anything else: cheap to rebuild, or rarely missed.</summary>
    Low = -1,

    /// <summary>The default. Order among equals is decided by type, idle time, size and use.</summary>
    Normal = 0,

    /// <summary>Let go only after everything of lower priority.</summary>
    High = 1,

    /// <summary>Let go only when nothing else is left to let go.</summary>
    Critical = 2,
}
