using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace ResourceHygiene;

/// <summary>
/// Backs a property marked <see cref="TrackedResourceAttribute"/>: owns its value, tracks it in
/// <see cref="ResourceTracker.Shared"/>, and reads <see langword="null"/> once the runtime let the value go. For generated
/// code. Every member may be called from any thread.
/// </summary>
/// <typeparam name="T">The property's class.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrackedProperty<T> : IDisposable
    where T : class
{
    private readonly string _type;
    private readonly string _name;
    private readonly ReleasePriority _priority;
    private readonly TimeSpan _retention;
    private readonly object _gate = new();
    private Cell? _cell;
    private bool _disposed;

    /// <summary>Makes an empty property.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="name">The property's name, for reports.</param>
    /// <param name="priority">How strongly values are kept.</param>
    /// <param name="retentionSeconds">Seconds without use after which a value counts as expired; 0 takes the policy's.</param>
    /// <exception cref="ArgumentException">The type is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The retention is negative or not a number.</exception>
    public TrackedProperty(string type, string name, ReleasePriority priority = ReleasePriority.Normal, double retentionSeconds = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        if (!(retentionSeconds >= 0))
            throw new ArgumentOutOfRangeException(nameof(retentionSeconds), retentionSeconds, "The retention must not be negative.");

        _type = type;
        _name = name;
        _priority = priority;
        _retention = TimeSpan.FromSeconds(retentionSeconds);
    }

    /// <summary>The value; <see langword="null"/> when none was set or the runtime let it go. Reading counts as a use.</summary>
    public T? Value
    {
        get
        {
            var cell = Volatile.Read(ref _cell);
            var value = cell?.Visible;
            if (value is null || ResourceTracker.Shared.Touch(cell!.Handle) || !cell.TracksItself)
                return value;

            // The runtime emptied the entry, which is the value's own, and knows nothing of this cell.
            cell.Forget();
            return null;
        }
    }

    /// <summary>
    /// Tracks the new value, then releases the old one; what that throws is thrown here, with the new value in
    /// place. Setting the same object again does nothing. A value that is tracked already, as an object of a generated class
    /// is, keeps its registration and gets no second one.
    /// </summary>
    /// <param name="value">The new value, or <see langword="null"/> for none.</param>
    /// <param name="site">Where the value was set, for leak reports.</param>
    /// <exception cref="ObjectDisposedException">The property was disposed; the new value is not tracked and stays the caller's.</exception>
    public void Set(T? value, AcquisitionSite site)
    {
        // Asked outside the lock, as it is the value's own code.
        var bytes = value is ISizedResource sized ? sized.SizeInBytes : 0;
        var own = value is IReleasable ? ResourceTracker.Shared.Find(value) : ResourceHandle.None;
        Cell? old;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            old = _cell;
            if (value is not null && ReferenceEquals(old?.Visible, value))
                return;

            _cell = value is null ? null
                : own.IsNone ? Register(value, bytes, site)
                : new Cell(value) { Handle = own, TracksItself = true };
        }

        Release(old, ReleaseReason.Replaced);
    }

    /// <summary>Pins the value.</summary>
    /// <param name="lease">The lease, to be disposed.</param>
    /// <param name="value">The pinned value.</param>
    /// <returns>Whether there is a value that is not being released.</returns>
    public bool TryLease([Owned] out Lease lease, [NotNullWhen(true)] out T? value)
    {
        var cell = Volatile.Read(ref _cell);
        if (cell is not null && ResourceTracker.Shared.TryLease(cell.Handle, out lease))
        {
            value = cell.Visible;
            if (value is not null)
                return true;
            lease.Dispose();
        }

        lease = default;
        value = null;
        return false;
    }

    /// <summary>Releases the value, once; while it is leased, the last lease's return does it. What the release throws is thrown here.</summary>
    public void Dispose()
    {
        Cell? last;
        lock (_gate)
        {
            _disposed = true;
            last = _cell;
            _cell = null;
        }

        Release(last, ReleaseReason.Disposed);
    }

    private Cell Register(T value, long bytes, AcquisitionSite site)
    {
        var cell = new Cell(value);
        cell.Handle = ResourceTracker.Shared.Register(cell, new ResourceRegistration
        {
            Type = _type,
            Name = _name,
            Bytes = bytes,
            Priority = _priority,
            Retention = _retention,
            Site = site,
        });
        return cell;
    }

    private static void Release(Cell? cell, ReleaseReason reason)
    {
        if (cell is null)
            return;

        var terms = new ReleaseTerms { Reason = reason, WhenLeased = WhenLeased.Defer };
        var result = ResourceTracker.Shared.Release(cell.Handle, terms, cell.TracksItself ? cell.Resource : cell);
        if (result is { Status: ReleaseStatus.Failed, Exception: { } exception })
            ExceptionDispatchInfo.Throw(exception);
    }

    /// <summary>What the tracker holds weakly and the property strongly; emptied by a release, whoever asked for it.</summary>
    private sealed class Cell(T value) : IResourceCell
    {
        private T? _resource = value;
        private volatile bool _isHidden;

        public ResourceHandle Handle { get; set; }

        /// <summary>The handle is the value's own registration; the tracker does not know the cell.</summary>
        public bool TracksItself { get; init; }

        public T? Visible => _isHidden ? null : Volatile.Read(ref _resource);

        public object? Resource => Volatile.Read(ref _resource);

        public object Take()
        {
            _isHidden = true;
            return _resource!;
        }

        public void PutBack() => _isHidden = false;

        public void Forget() => Volatile.Write(ref _resource, null);
    }
}
