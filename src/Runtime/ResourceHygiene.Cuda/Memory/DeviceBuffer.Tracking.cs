using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace ResourceHygiene.Cuda;

// Who may free the buffer, and when. Not tracked by itself, as its owner may be: a model of four buffers is one resource.
public sealed unsafe partial class DeviceBuffer<T>
{
    private ResourceTracker? _tracker;
    private ResourceHandle _handle;

    /// <summary>The registration; <see cref="ResourceHandle.None"/> before <see cref="Track"/>.</summary>
    public ResourceHandle Handle => _handle;

    /// <summary>
    /// Tracks the buffer as a resource of its own: under pressure on its device it is offloaded to the host, and where that is not enough freed. To be
    /// called once, by the owner.
    /// </summary>
    /// <param name="name">What people call it, for reports.</param>
    /// <param name="type">The resource type, by which policies find it.</param>
    /// <param name="priority">How strongly it is kept.</param>
    /// <param name="tracker">Who tracks it; that of the memory's cleaner where <see langword="null"/>, or else <see cref="ResourceTracker.Shared"/>.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>The registration, which others can depend on.</returns>
    /// <exception cref="InvalidOperationException">It is tracked already.</exception>
    /// <exception cref="ObjectDisposedException">It was freed.</exception>
    public ResourceHandle Track(
        string? name = null,
        string type = ResourceTypes.NativeMemory,
        ReleasePriority priority = ReleasePriority.Normal,
        ResourceTracker? tracker = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        tracker ??= Memory.Cleaner?.Tracker ?? ResourceTracker.Shared;
        if (Interlocked.CompareExchange(ref _tracker, tracker, null) is not null)
            throw new InvalidOperationException($"{this} is tracked already; Track is to be called once.");

        return _handle = tracker.Register(this, new ResourceRegistration
        {
            Type = type,
            Name = name,
            Location = Memory.Location,
            Priority = priority,
            Site = new AcquisitionSite(file, line, member),
        });
    }

    /// <summary>Pins a tracked buffer: it is neither freed nor moved by the runtime until the lease is returned. Counts as a use.</summary>
    /// <param name="lease">The lease, to be disposed.</param>
    /// <returns><see langword="false"/> where the buffer is not tracked, or its release has begun.</returns>
    public bool TryLease([Owned] out Lease lease)
    {
        if (!_handle.IsNone && _tracker is { } tracker)
            return tracker.TryLease(_handle, out lease);

        lease = default;
        return false;
    }

    /// <summary>
    /// Frees the buffer, once; while it is leased or a call uses it, the last of them does. Waits for work of the device, unless the buffer was
    /// allocated in a stream.
    /// </summary>
    /// <exception cref="CudaException">The driver refused to free it. Not where the device is lost: then the memory is gone.</exception>
    public void Dispose()
    {
        if (_handle.IsNone || _tracker is not { } tracker)
        {
            Free();
            return;
        }

        var result = tracker.ReleaseOwned(_handle, this);
        if (result is { Status: ReleaseStatus.Failed, Exception: { } exception })
            ExceptionDispatchInfo.Throw(exception);
    }

    /// <summary>
    /// Frees the buffer without holding the caller up while the device works: on a thread of the pool, or in the order of its stream. Complete
    /// when the memory can be used again; what was allocated in a stream, the driver's pool may keep until <see cref="DeviceMemory.TrimCaches"/>.
    /// </summary>
    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        if (IsDisposed)
            return ValueTask.CompletedTask;
        if (!Memory.IsHost)
            return new(Task.Run(FreeAndWait));

        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    ReleaseOutcome IReleasable.Release(in ReleaseContext context)
    {
        var bytes = SizeInBytes;
        Free();
        return ReleaseOutcome.Released(bytes);
    }

    /// <inheritdoc/>
    void IOffloadable.Offload(ReleaseContext context)
    {
        if (Memory.Location.IsDevice)
            MoveTo(HostMemory.Shared);
    }

    private void Free() => Interlocked.Exchange(ref _block, null)?.Free();

    private void FreeAndWait()
    {
        var memory = Memory;
        if (_block?.Stream is not { } handle || !handle.TryUse(out var stream))
        {
            Dispose();
            return;
        }

        using (stream)
        {
            Dispose();
            var code = memory.TrySynchronize(stream.Stream);
            // Where the device is lost, the memory is gone, which is all that was wanted.
            if (code != 0 && memory.FailureOf(code, "Waiting for a stream") is not DeviceLostException and var failure)
                throw failure;
        }
    }

    private void NoteMove()
    {
        if (!_handle.IsNone)
            _tracker?.SetBytes(_handle, SizeInBytes, Memory.Location);
    }
}
