namespace ResourceHygiene;

/// <summary>What a generated <c>Dispose</c> does with the exceptions of what it releases. Either way they are recorded in the runtime's statistics.</summary>
public enum ReleaseFailures
{
    /// <summary>It throws them at the end, as one <see cref="AggregateException"/>.</summary>
    Throw = 0,

    /// <summary>It throws nothing: they are only recorded. For types that are disposed where an exception could hide another.</summary>
    Report = 1,
}
