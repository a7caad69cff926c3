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
public sealed partial class TrackedProperty<T> : IDisposable
    where T : class
{
    // About a second: whoever claimed the value is stuck, and a second value is better than no answer.
    private const int MostSpins = 1000;

    private readonly string _type;
    private readonly string _name;
    private readonly ReleasePriority _priority;
    private readonly TimeSpan _retention;
    private readonly Func<T, ResourceFootprint>? _measure;
    private readonly object _gate = new();
    private Cell? _cell;
    private Action<string, Exception>? _report;
    private bool _disposed;

    /// <summary>Makes an empty property.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="name">The property's name, for reports.</param>
    /// <param name="priority">How strongly values are kept.</param>
    /// <param name="retentionSeconds">Seconds without use after which a value counts as expired; 0 takes the policy's.</param>
    /// <param name="measure">What a value occupies, and where, computed by code that knows its type; null asks the value, if it is an <see cref="ISizedResource"/>.</param>
    /// <exception cref="ArgumentException">The type is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The retention is negative or not a number.</exception>
    public TrackedProperty(
        string type,
        string name,
        ReleasePriority priority = ReleasePriority.Normal,
        double retentionSeconds = 0,
        Func<T, ResourceFootprint>? measure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        if (!(retentionSeconds >= 0))
            throw new ArgumentOutOfRangeException(nameof(retentionSeconds), retentionSeconds, "The retention must not be negative.");

        _type = type;
        _name = name;
        _priority = priority;
        _retention = TimeSpan.FromSeconds(retentionSeconds);
        _measure = measure;
    }

    /// <summary>
    /// Whether values are registered, which they are unless the project switched tracking off; then nobody but the owner releases
    /// them, and a lease pins nothing. To be set before the first value.
    /// </summary>
    public bool IsTracked { get; set; } = true;

    /// <summary>
    /// Whether what a release throws is only recorded, in <see cref="ReaperStatistics.RecentFailures"/>, and neither
    /// <see cref="Set"/> nor <see cref="Dispose"/> throws it. To be set before the first value.
    /// </summary>
    public bool ReportsFailures
    {
        get => _report is not null;
        // A delegate, so that where nobody asks for it a trimmed program without tracking does not keep the register that records it.
        set => _report = value ? TrackingEntry.Report : null;
    }

    /// <summary>The value; <see langword="null"/> when none was set or the runtime let it go. Reading counts as a use.</summary>
    public T? Value
    {
        get
        {
            var cell = Volatile.Read(ref _cell);
            var value = cell?.Visible;
            if (value is null || !Registers || ResourceTracker.Shared.Touch(cell!.Handle) || !cell.TracksItself)
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
        var footprint = Measure(value);
        var own = OwnHandleOf(value);
        Cell? old;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            old = _cell;
            if (value is not null && ReferenceEquals(old?.Visible, value))
                return;

            _cell = value is null ? null : CellFor(value, footprint, own, site);
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
        if (!Registers)
        {
            // Nobody but the owner releases; there is nothing to pin against.
            lease = default;
            value = cell?.Visible;
            return value is not null;
        }
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

    /// <summary>
    /// The release of the value that is being carried out by somebody else; completed where there is none. The value may be
    /// there again afterwards, if it was kept.
    /// </summary>
    internal Task ReleaseUnderWay
    {
        get
        {
            // Between the claim and the release, and between that and the claim's end, lie a few instructions of somebody else.
            for (var spin = new SpinWait(); ; spin.SpinOnce())
            {
                var cell = Volatile.Read(ref _cell);
                var underWay = cell?.ReleaseUnderWay ?? Task.CompletedTask;
                if (!underWay.IsCompleted || spin.Count > MostSpins || !IsAboutToBeReleasedOrGivenBack(cell))
                    return underWay;
            }
        }
    }

    private static bool IsAboutToBeReleasedOrGivenBack(Cell? cell) =>
        cell is { TracksItself: false, Visible: not null }
        && ResourceTracker.Shared.TryGetInfo(cell.Handle, out var info)
        && info.State == ResourceState.Releasing;

    /// <summary>
    /// Takes a value over: puts it in place if there is none that can be leased, and otherwise, or once the property was
    /// disposed, releases it. What a release throws is thrown here.
    /// </summary>
    internal void Fill(T value, AcquisitionSite site)
    {
        // What loaded it may have set it, too.
        if (ReferenceEquals(Volatile.Read(ref _cell)?.Visible, value))
            return;

        var cell = CellFor(value, Measure(value), OwnHandleOf(value), site);
        while (true)
        {
            var old = Volatile.Read(ref _cell);
            var isInPlace = !Volatile.Read(ref _disposed) && !IsLeasable(old);
            lock (_gate)
            {
                if (!ReferenceEquals(_cell, old))
                    continue;

                isInPlace &= !_disposed;
                if (isInPlace)
                    _cell = cell;
            }

            Release(isInPlace ? old : cell, ReleaseReason.Replaced);
            return;
        }
    }

    private bool Registers => TrackingSwitch.IsOn && IsTracked;

    private bool IsLeasable(Cell? cell)
    {
        if (!Registers)
            return cell?.Visible is not null;
        if (cell is null || !ResourceTracker.Shared.TryLease(cell.Handle, out var lease))
            return false;

        using (lease)
            return cell.Visible is not null;
    }

    private ResourceHandle OwnHandleOf(T? value) => Registers && value is IReleasable ? ResourceTracker.Shared.Find(value) : ResourceHandle.None;

    private Cell CellFor(T value, in ResourceFootprint footprint, ResourceHandle own, AcquisitionSite site) => own.IsNone
        ? Register(value, footprint, site)
        : new Cell(value) { Handle = own, TracksItself = true };

    private ResourceFootprint Measure(T? value)
    {
        if (value is not null && _measure is not null)
            return _measure(value);

        var footprint = new ResourceFootprint();
        footprint.Add(value as ISizedResource);
        return footprint;
    }

    private Cell Register(T value, in ResourceFootprint footprint, AcquisitionSite site)
    {
        var cell = new Cell(value);
        if (!Registers)
            return cell;
        cell.Handle = ResourceTracker.Shared.Register(cell, new ResourceRegistration
        {
            Type = _type,
            Name = _name,
            Bytes = footprint.Bytes,
            Location = footprint.Location,
            Priority = _priority,
            Retention = _retention,
            Site = site,
        });
        return cell;
    }

    private void Release(Cell? cell, ReleaseReason reason)
    {
        if (cell is null)
            return;
        if (!Registers)
        {
            ReleaseUnregistered(cell, reason);
            return;
        }

        var terms = new ReleaseTerms { Reason = reason, WhenLeased = WhenLeased.Defer };
        var result = ResourceTracker.Shared.Release(cell.Handle, terms, cell.TracksItself ? cell.Resource : cell);
        // The tracker has recorded it in any case.
        if (!ReportsFailures && result is { Status: ReleaseStatus.Failed, Exception: { } exception })
            ExceptionDispatchInfo.Throw(exception);
    }

    private void ReleaseUnregistered(Cell cell, ReleaseReason reason)
    {
        // Claimed by whoever took the cell out of the property.
        var value = cell.Take();
        try
        {
            if (value is IReleasable and IDisposable own)
                own.Dispose();
            else
                _ = ReleaseExecutor.ReleaseNow(value, new(ResourceHandle.None, _type, _name, reason, CancellationToken.None));
        }
        catch (Exception exception) when (_report is not null)
        {
            _report(_type, exception);
        }
        cell.Forget();
    }
}
