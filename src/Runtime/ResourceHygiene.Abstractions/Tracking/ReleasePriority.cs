namespace ResourceHygiene;

/// <summary>
/// How strongly a resource is kept when something has to go. As with <c>CacheItemPriority</c> of the platform's memory
/// cache, what is expired goes first, and of the rest the lowest priority.
/// </summary>
public enum ReleasePriority
{
    /// <summary>Let go before anything else that is not expired: cheap to rebuild, or rarely missed.</summary>
    Low = -1,

    /// <summary>The default. Order among equals is decided by type, idle time, size and use.</summary>
    Normal = 0,

    /// <summary>Let go only after everything of lower priority, unless it is expired.</summary>
    High = 1,

    /// <summary>Let go only when nothing else is left to let go, even if it is expired.</summary>
    Critical = 2,
}
