using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace ResourceHygiene;

/// <summary>
/// Backs a property marked <see cref="TrackedResourceAttribute"/> that has a loader: a <see cref="TrackedProperty{T}"/> whose
/// value is loaded when it is leased, for the first time and again after the runtime let it go. For generated code. Every
/// member may be called from any thread.
/// </summary>
/// <typeparam name="T">The property's class.</typeparam>
/// <remarks>
/// However many ask at once, one load runs, outside every lock, and all of them get its value or its failure; after a failure the
/// next one tries again. Who cancels stops waiting; the load itself is cancelled when nobody waits any more. The value is pinned
/// until everybody who waited has a lease, so that what was just loaded is not released under them.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LoadedProperty<T> : IDisposable
    where T : class
{
    private readonly TrackedProperty<T> _values;
    private readonly string _name;
    private readonly object _gate = new();
    private PropertyLoad? _load;
    private bool _disposed;

    /// <summary>Makes an empty property.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="name">The property's name, for reports.</param>
    /// <param name="priority">How strongly values are kept.</param>
    /// <param name="retentionSeconds">Seconds without use after which a value counts as expired; 0 takes the policy's.</param>
    /// <param name="measure">What a value occupies, and where; null asks the value, if it is an <see cref="ISizedResource"/>.</param>
    /// <exception cref="ArgumentException">The type is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The retention is negative or not a number.</exception>
    public LoadedProperty(
        string type,
        string name,
        ReleasePriority priority = ReleasePriority.Normal,
        double retentionSeconds = 0,
        Func<T, ResourceFootprint>? measure = null)
    {
        _values = new(type, name, priority, retentionSeconds, measure);
        _name = name;
    }

    /// <inheritdoc cref="TrackedProperty{T}.IsTracked"/>
    public bool IsTracked
    {
        get => _values.IsTracked;
        set => _values.IsTracked = value;
    }

    /// <inheritdoc cref="TrackedProperty{T}.ReportsFailures"/>
    public bool ReportsFailures
    {
        get => _values.ReportsFailures;
        set => _values.ReportsFailures = value;
    }

    /// <summary>The value if it is loaded now, else <see langword="null"/>; loads nothing. Reading counts as a use.</summary>
    public T? Value => _values.Value;

    /// <inheritdoc cref="TrackedProperty{T}.Set"/>
    /// <remarks>A value that was set is not replaced by one that is being loaded; <see langword="null"/> lets go of it until the next lease.</remarks>
    public void Set(T? value, AcquisitionSite site) => _values.Set(value, site);

    /// <summary>Pins the value if it is loaded now; loads nothing.</summary>
    /// <param name="lease">The lease, to be disposed.</param>
    /// <param name="value">The pinned value.</param>
    /// <returns>Whether there is a value that is not being released.</returns>
    public bool TryLease([Owned] out Lease lease, [NotNullWhen(true)] out T? value) => _values.TryLease(out lease, out value);

    /// <summary>Pins the value, and loads it first where it is not there. Blocks while it is being loaded.</summary>
    /// <typeparam name="TOwner">The class that has the property.</typeparam>
    /// <param name="owner">The object that has the property.</param>
    /// <param name="load">The loader; told to stop when nobody waits any more.</param>
    /// <param name="site">Who asks, for leak reports.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The pinned value, to be disposed.</returns>
    /// <exception cref="ObjectDisposedException">The property was disposed.</exception>
    /// <exception cref="InvalidOperationException">The loader returned null, or needs this very value, or one whose loader waits for it.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    [return: Owned]
    public Leased<T> Lease<TOwner>(
        TOwner owner, Func<TOwner, CancellationToken, T> load, AcquisitionSite site, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(load);
        while (true)
        {
            if (_values.TryLease(out var lease, out var value))
                return new(lease, value);

            cancellationToken.ThrowIfCancellationRequested();
            var turn = Join(out var isMine);
            using var quit = cancellationToken.UnsafeRegister(static state => ((Participant)state!).Leave(), turn);
            try
            {
                if (isMine)
                    Run(turn.Load, owner, load, site);
                else
                    turn.Load.Ended.Wait(cancellationToken);

                ThrowIfFailed(turn.Load, cancellationToken);
                if (_values.TryLease(out lease, out value))
                    return new(lease, value);
            }
            finally
            {
                turn.Leave();
            }
        }
    }

    /// <summary>Pins the value, and loads it first where it is not there.</summary>
    /// <typeparam name="TOwner">The class that has the property.</typeparam>
    /// <param name="owner">The object that has the property.</param>
    /// <param name="load">The loader; told to stop when nobody waits any more.</param>
    /// <param name="site">Who asks, for leak reports.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The pinned value, to be disposed. Completed already where the value is there.</returns>
    /// <exception cref="ObjectDisposedException">The property was disposed.</exception>
    /// <exception cref="InvalidOperationException">The loader returned null, or needs this very value, or one whose loader waits for it.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    [return: Owned]
    public ValueTask<Leased<T>> LeaseAsync<TOwner>(
        TOwner owner, Func<TOwner, CancellationToken, ValueTask<T>> load, AcquisitionSite site, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(load);
        return _values.TryLease(out var lease, out var value)
            ? new(new Leased<T>(lease, value))
            : LoadAndLeaseAsync(owner, load, site, cancellationToken);
    }

    /// <summary>
    /// Releases the value, once, and tells a load under way to stop; what that gives nevertheless is released, too. What a release
    /// throws is thrown here.
    /// </summary>
    public void Dispose()
    {
        PropertyLoad? load;
        lock (_gate)
        {
            _disposed = true;
            load = _load;
        }

        load?.Stop();
        _values.Dispose();
    }

    private async ValueTask<Leased<T>> LoadAndLeaseAsync<TOwner>(
        TOwner owner, Func<TOwner, CancellationToken, ValueTask<T>> load, AcquisitionSite site, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var turn = Join(out var isMine);
            try
            {
                // Not awaited: it goes on for the others when this caller is cancelled.
                if (isMine)
                    _ = RunAsync(turn.Load, owner, load, site);
                await turn.Load.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);

                ThrowIfFailed(turn.Load, cancellationToken);
                if (_values.TryLease(out var lease, out var value))
                    return new(lease, value);
            }
            finally
            {
                turn.Leave();
            }
        }
    }

    private Participant Join(out bool isMine)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_load is { } underWay)
            {
                if (underWay.IsAwaitedByCaller())
                    throw new InvalidOperationException($"The loader of {_name} needs {_name} itself; load it from what does not depend on it.");

                isMine = false;
                var waiter = underWay.BeginWait();
                if (underWay.TryJoin())
                    return new(underWay, waiter);
                underWay.EndWait(waiter);
            }

            isMine = true;
            _load = new(_name);
            return new(_load, _load.BeginWait());
        }
    }

    private void Run<TOwner>(PropertyLoad load, TOwner owner, Func<TOwner, CancellationToken, T> loader, AcquisitionSite site)
    {
        using (load.Enter())
        {
            try
            {
                // Two at once would need twice the room, and one that could not be saved stays.
                while (_values.ReleaseUnderWay is { IsCompleted: false } release)
                    release.Wait(load.Stopping);
                if (!TryKeepCurrent(load))
                    Keep(load, loader(owner, load.Stopping), site);
            }
            catch (Exception exception)
            {
                End(load, exception);
            }
        }
    }

    private async Task RunAsync<TOwner>(
        PropertyLoad load, TOwner owner, Func<TOwner, CancellationToken, ValueTask<T>> loader, AcquisitionSite site)
    {
        using (load.Enter())
        {
            try
            {
                while (_values.ReleaseUnderWay is { IsCompleted: false } release)
                    await release.WaitAsync(load.Stopping).ConfigureAwait(false);
                if (!TryKeepCurrent(load))
                    Keep(load, await loader(owner, load.Stopping).ConfigureAwait(false), site);
            }
            catch (Exception exception)
            {
                End(load, exception);
            }
        }
    }

    private void Keep(PropertyLoad load, T? value, AcquisitionSite site)
    {
        if (value is null)
            throw new InvalidOperationException($"The loader of {_name} returned null; let it throw where there is nothing to load.");

        _values.Fill(value, site);
        // None where it was released again at once, or the property was disposed: who waits finds out.
        if (!TryKeepCurrent(load))
            End(load, failure: null);
    }

    private bool TryKeepCurrent(PropertyLoad load)
    {
        if (!_values.TryLease(out var pin, out _))
            return false;

        load.Pin(pin);
        End(load, failure: null);
        return true;
    }

    private void End(PropertyLoad load, Exception? failure)
    {
        // Before those who wait go on: who finds no value must not find an ended load either.
        lock (_gate)
        {
            if (ReferenceEquals(_load, load))
                _load = null;
        }
        load.End(failure);
    }

    private void ThrowIfFailed(PropertyLoad load, CancellationToken cancellationToken)
    {
        if (load.Failure is not { } failure)
            return;

        // The loader was stopped because of one of these; that says more than its own cancellation.
        if (failure.SourceException is OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (_gate)
                ObjectDisposedException.ThrowIf(_disposed, this);
        }
        failure.Throw();
    }

    /// <summary>One caller's part in a load; left once, whether it is cancelled or done.</summary>
    private sealed class Participant(PropertyLoad load, PropertyLoad? waiter)
    {
        private int _hasLeft;

        public PropertyLoad Load => load;

        public void Leave()
        {
            if (Interlocked.Exchange(ref _hasLeft, 1) != 0)
                return;
            load.EndWait(waiter);
            load.Leave();
        }
    }
}
