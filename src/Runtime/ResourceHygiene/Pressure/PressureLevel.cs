namespace ResourceHygiene;

/// <summary>How urgently memory is needed.</summary>
public enum PressureLevel
{
    /// <summary>There is enough.</summary>
    Normal,

    /// <summary>It is running short: what is rarely missed is let go, once this has lasted for the grace period.</summary>
    Warning,

    /// <summary>It is about to run out: whatever the policy allows is let go, at once.</summary>
    Emergency,
}
