namespace ResourceHygiene;

/// <summary>
/// A value together with the <see cref="Lease"/> that keeps it from being released. Given by the generated lease methods of
/// properties that load their value.
/// </summary>
/// <typeparam name="T">The value's class.</typeparam>
/// <remarks>
/// Meant for a <see langword="using"/> declaration. Do not copy it: each copy would return the same pin. Do not keep the value
/// beyond it. The default value holds nothing and may be disposed.
/// </remarks>
public struct Leased<T> : IDisposable
    where T : class
{
    private readonly T? _value;
    private Lease _lease;

    internal Leased(in Lease lease, T value)
    {
        _lease = lease;
        _value = value;
    }

    /// <summary>Whether the lease is held.</summary>
    public readonly bool IsHeld => _lease.IsHeld;

    /// <summary>The leased registration; <see cref="ResourceHandle.None"/> for the default value.</summary>
    public readonly ResourceHandle Handle => _lease.Handle;

    /// <summary>The value, safe from being released as long as the lease is held.</summary>
    /// <exception cref="ObjectDisposedException">The lease was returned, or this is the default value.</exception>
    public readonly T Value => _lease.IsHeld ? _value! : throw new ObjectDisposedException(
        typeof(T).FullName, "The lease of the value was returned; lease it again to use it.");

    /// <summary>Returns the lease. Further calls on the same variable do nothing.</summary>
    public void Dispose() => _lease.Dispose();

    /// <inheritdoc cref="Lease.DisposeAsync"/>
    public ValueTask DisposeAsync() => _lease.DisposeAsync();
}
