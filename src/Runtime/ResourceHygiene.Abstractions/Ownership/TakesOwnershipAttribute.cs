namespace ResourceHygiene;

/// <summary>
/// The method takes over the argument: when it returns normally, the caller is no longer the owner and must not
/// release the resource. If the method throws, ownership stays with the caller.
/// </summary>
/// <remarks>Read by analyzers from metadata, in every project that references the annotated assembly.</remarks>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class TakesOwnershipAttribute : Attribute
{
}
