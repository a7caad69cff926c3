namespace ResourceHygiene;

/// <summary>
/// Marks the method of a tracked class that saves what would be lost. It runs before a release that was not asked
/// for by the owner (under pressure, or because the resource expired); if it throws, the resource is kept.
/// Shape: <c>void M(ReleaseContext context)</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class PersistAttribute : Attribute
{
}
