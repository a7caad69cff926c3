namespace ResourceHygiene;

/// <summary>
/// Marks the method of a tracked class that lets go of a part and keeps the rest: the cheapest way to make room,
/// tried before offload and release. Shape: <c>long M(TrimRequest request)</c>; returns the bytes freed.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class TrimAttribute : Attribute
{
}
