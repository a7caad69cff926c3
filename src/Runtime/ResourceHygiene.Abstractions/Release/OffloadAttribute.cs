namespace ResourceHygiene;

/// <summary>
/// Marks the method of a tracked class that moves the content from a device to the host: frees device memory and
/// keeps the resource alive. Shape: <c>void M(ReleaseContext context)</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OffloadAttribute : Attribute
{
}
