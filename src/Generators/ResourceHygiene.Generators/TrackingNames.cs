namespace ResourceHygiene.Generators;

/// <summary>Names of the pipelines' steps. Tests ask by them why a step ran.</summary>
public static class TrackingNames
{
    /// <summary>One model for each type that asks for code.</summary>
    public const string TrackedTypes = nameof(TrackedTypes);

    /// <summary>The same, with tracking in them or not, as the project says.</summary>
    public const string SwitchedTypes = nameof(SwitchedTypes);

    /// <summary>One model for each registered handler and cleaner.</summary>
    public const string ReleaseHandlers = nameof(ReleaseHandlers);

    /// <summary>All handlers and cleaners of the assembly, sorted.</summary>
    public const string ReleaseHandlerList = nameof(ReleaseHandlerList);

    /// <summary>One model for each class with worker commands.</summary>
    public const string WorkerUnits = nameof(WorkerUnits);
}
