namespace ResourceHygiene;

/// <summary>
/// Makes a method take part in the clean-ups of the runtime's shared cleaner, as if it had been registered there; the generator
/// registers it when the assembly is loaded, without reflection. Shape:
/// <c>static void M(CleanerContext context)</c>, or with <c>Task</c> or <c>ValueTask</c>, and with a <c>CancellationToken</c> as
/// last parameter, which is cancelled when the time is over.
/// </summary>
/// <remarks>
/// An instance method of a <see cref="TrackedResourceAttribute"/> class runs once for each instance that is registered at that
/// moment, each leased meanwhile, so that it is not released under the method's feet.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class CleanerAttribute : Attribute
{
    /// <summary>What reports call it, and what others name in <see cref="After"/>. Unique in the process. Default: type and method, for example <c>Media.Cache.Shrink</c>.</summary>
    public string? Name { get; set; }

    /// <summary>The lowest level at which it takes part. Default: <see cref="CleanupLevel.Medium"/>.</summary>
    public CleanupLevel Level { get; set; } = CleanupLevel.Medium;

    /// <summary>Among the cleaners of one level the highest number goes first, as far as <see cref="After"/> allows. Default: 0.</summary>
    public int Priority { get; set; }

    /// <summary>Names of cleaners that must have had their turn before this one. Only an order: one that is not there is not waited for.</summary>
    public string[]? After { get; set; }
}
