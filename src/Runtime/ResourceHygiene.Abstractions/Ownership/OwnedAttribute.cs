namespace ResourceHygiene;

/// <summary>
/// The annotated place owns what it holds: whoever holds the place must release the resource, exactly once.
/// <list type="bullet">
/// <item><description>On a return value (<c>[return: Owned]</c>): the caller becomes the owner.</description></item>
/// <item><description>On an <see langword="out"/> parameter: the caller becomes the owner when the method returns.</description></item>
/// <item><description>On a field or property: the containing type is the owner and releases it when it is itself
/// released. In a type marked <see cref="TrackedResourceAttribute"/> the generated <c>Dispose</c> does so.</description></item>
/// </list>
/// </summary>
/// <remarks>Read by analyzers from metadata, in every project that references the annotated assembly.</remarks>
[AttributeUsage(
    AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.ReturnValue,
    Inherited = false)]
public sealed class OwnedAttribute : Attribute
{
    /// <summary>
    /// Name of another <c>[Owned]</c> member of the same type that must be released before this one.
    /// Members without it are released in reverse order of declaration, as what is declared later tends to use
    /// what is declared earlier. Use <c>nameof</c>. Has a meaning on fields and properties only.
    /// </summary>
    public string? After { get; set; }

    /// <summary>
    /// The family of methods that release what is given, where its type does not say how: memory, handles, numbers. A method
    /// with <see cref="ReleasesAttribute.Family"/> of the same name releases it. The first part of the name, up to a dot, says
    /// what it is: <c>pin.…</c>, <c>pool.…</c>, <c>temp.…</c>, <c>lasting.…</c>, anything else for memory and handles.
    /// Has a meaning on return values and on parameters through which something is given.
    /// </summary>
    public string? Family { get; set; }
}
