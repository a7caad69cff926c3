namespace ResourceHygiene;

/// <summary>
/// The annotated place only uses what it holds; somebody else owns it. What is borrowed must not be released through
/// this place, and must not be used after its owner released it.
/// </summary>
/// <remarks>Read by analyzers from metadata, in every project that references the annotated assembly.</remarks>
[AttributeUsage(
    AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.ReturnValue,
    Inherited = false)]
public sealed class BorrowedAttribute : Attribute
{
}
