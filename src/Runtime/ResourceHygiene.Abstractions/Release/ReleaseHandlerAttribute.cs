namespace ResourceHygiene;

/// <summary>
/// Registers a method as the way to release resources of one type, for classes that are not tracked themselves.
/// Shape: <c>static ReleaseOutcome M(TResource resource, in ReleaseContext context)</c>, or an instance method of the
/// resource's class, which then is the resource. May return a <c>ValueTask&lt;ReleaseOutcome&gt;</c> or
/// <c>Task&lt;ReleaseOutcome&gt;</c>, which whoever asked for the release waits for, and take a <c>CancellationToken</c> as last
/// parameter, which is cancelled when the time is over. The generator registers it when the assembly is loaded, without
/// reflection; the class is first touched when such a resource is there. It runs at most once for each resource.
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
