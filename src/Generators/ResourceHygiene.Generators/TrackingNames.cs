namespace ResourceHygiene.Generators;

/// <summary>Names of the pipelines' steps. Tests ask by them why a step ran.</summary>
public static class TrackingNames
{
    /// <summary>One model for each type that asks for code.</summary>
    public const string TrackedTypes = nameof(TrackedTypes);

    /// <summary>One model for each registered release handler.</summary>
    public const string ReleaseHandlers = nameof(ReleaseHandlers);

    /// <summary>All release handlers of the assembly, sorted.</summary>
    public const string ReleaseHandlerList = nameof(ReleaseHandlerList);
}
