namespace ResourceHygiene;

/// <summary>
/// On a parameter: the method releases the argument before it returns. On an instance method: the method releases
/// the object that it is called on, as <c>Close</c> often does. Either way the resource must not be used afterwards.
/// </summary>
/// <remarks>Read by analyzers from metadata, in every project that references the annotated assembly.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter, Inherited = false)]
public sealed class ReleasesAttribute : Attribute
{
    /// <summary>The family of methods to which this one belongs, where the type of what it releases does not say so: see <see cref="OwnedAttribute.Family"/>.</summary>
    public string? Family { get; set; }
}
