namespace ResourceHygiene;

/// <summary>
/// Marks the method that lets go of a part and keeps the rest: the cheapest way to make room, tried before offload and
/// release. In a tracked class: <c>long M(TrimRequest request)</c>, which returns the bytes freed; static, it takes the
/// resource as first parameter. With a resource type it serves classes that one cannot annotate, as
/// <see cref="ReleaseHandlerAttribute"/> does. May return a <c>Task&lt;long&gt;</c> or <c>ValueTask&lt;long&gt;</c>, which is
/// waited for, and take a <c>CancellationToken</c> as last parameter, which is cancelled when the time is over.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class TrimAttribute : Attribute
{
    /// <summary>The method of a tracked class.</summary>
    public TrimAttribute()
    {
    }

    /// <summary>The method for resources of a type.</summary>
    /// <param name="type">The resource type's name, as in <see cref="TrackedResourceAttribute.Type"/>.</param>
    public TrimAttribute(string type) => Type = type;

    /// <summary>The resource type that the method trims; null for that of the tracked class.</summary>
    public string? Type { get; }
}
