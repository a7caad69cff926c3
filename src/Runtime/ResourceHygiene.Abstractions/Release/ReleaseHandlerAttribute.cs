namespace ResourceHygiene;

/// <summary>
/// Registers a static method as the way to release resources of one type, for classes one cannot annotate.
/// The method has the shape <c>static ReleaseOutcome M(TResource resource, in ReleaseContext context)</c>, or returns a
/// <c>ValueTask&lt;ReleaseOutcome&gt;</c> or <c>Task&lt;ReleaseOutcome&gt;</c>, which whoever asked for the release waits for; the
/// generator registers it when the assembly is loaded, without reflection. It runs at most once for each resource.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ReleaseHandlerAttribute : Attribute
{
    /// <summary>States which resource type the method releases.</summary>
    /// <param name="type">The resource type's name, as in <see cref="TrackedResourceAttribute.Type"/>.</param>
    public ReleaseHandlerAttribute(string type) => Type = type;

    /// <summary>The resource type that the method releases.</summary>
    public string Type { get; }
}
