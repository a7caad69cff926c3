namespace ResourceHygiene;

/// <summary>
/// Makes the generator write the bookkeeping of a resource.
/// <list type="bullet">
/// <item><description>On a partial class, record or struct: <c>Track(…)</c>, to be called where a constructor has acquired everything,
/// and <c>Dispose()</c>, which releases every <see cref="OwnedAttribute"/> member once, the last declared first; <c>DisposeAsync()</c> too,
/// where a member can only be released so, or where the type says that it implements <c>IAsyncDisposable</c>. Copies of a
/// struct share one release.</description></item>
/// <item><description>On a partial property: setting registers the new value and releases the old one; the containing
/// type's generated <c>Dispose()</c> releases the last one; reading gives <see langword="null"/> once the runtime let it go.</description></item>
/// </list>
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Property, Inherited = false)]
public sealed class TrackedResourceAttribute : Attribute
{
    /// <summary>
    /// The resource type, by which policies and release handlers are found: one of <see cref="ResourceTypes"/> or a
    /// name of your own. Required.
    /// </summary>
    public string Type { get; set; } = "";

    /// <summary>How strongly the resource is kept when something has to go. Default: <see cref="ReleasePriority.Normal"/>.</summary>
    public ReleasePriority Priority { get; set; }

    /// <summary>
    /// Seconds without use after which the resource counts as expired and goes before any of its priority that is not.
    /// 0 (the default) takes the type's own value from the release policy.
    /// </summary>
    public double RetentionSeconds { get; set; }

    /// <summary>
    /// On a property: name of the method that loads the value, <c>T M()</c> or, asynchronously, <c>Task&lt;T&gt; M()</c> or
    /// <c>ValueTask&lt;T&gt; M()</c>, each with a <c>CancellationToken</c> or without. The generated <c>Lease…</c> method calls it when
    /// there is no value, also after the runtime let one go, and keeps the value from being released while it is used. Use
    /// <see langword="nameof"/>. The property then needs no setter.
    /// </summary>
    public string? Load { get; set; }

    /// <summary>
    /// What becomes of exceptions that releasing a member throws; the other members are released in any case. Default:
    /// <see cref="ReleaseFailures.Throw"/>. On a property: of exceptions that releasing its value throws, when it is replaced or at the end.
    /// </summary>
    public ReleaseFailures Failures { get; set; }
}
