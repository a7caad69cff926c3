namespace ResourceHygiene;

/// <summary>
/// Marks the method that saves what would be lost. It runs before a release that was not asked for by the owner (under
/// pressure, or because the resource expired); if it throws, the resource is kept. In a tracked class:
/// <c>void M(ReleaseContext context)</c>; static, it takes the resource as first parameter. With a resource type it serves
/// classes that one cannot annotate, as <see cref="ReleaseHandlerAttribute"/> does. May return a <c>Task</c> or
/// <c>ValueTask</c>, which is waited for, and take a <c>CancellationToken</c> as last parameter, which is cancelled when the
/// time is over.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class PersistAttribute : Attribute
{
    /// <summary>The method of a tracked class.</summary>
    public PersistAttribute()
    {
    }

    /// <summary>The method for resources of a type.</summary>
    /// <param name="type">The resource type's name, as in <see cref="TrackedResourceAttribute.Type"/>.</param>
    public PersistAttribute(string type) => Type = type;

    /// <summary>The resource type that the method saves; null for that of the tracked class.</summary>
    public string? Type { get; }
}
