using System.Runtime.InteropServices;

namespace ResourceHygiene.Cuda;

/// <summary>
/// The content of a buffer, to be read by the processor: the buffer itself where it lies in host memory, a copy where it lies on a device. The buffer's
/// memory is not freed while a view of it is open. Dispose it when the reading is done; a span of it must not outlive it. A view that is forgotten ends
/// when the garbage collector found it, which may be late.
/// </summary>
/// <typeparam name="T">The elements' type.</typeparam>
public sealed unsafe class HostView<T> : IDisposable
    where T : unmanaged
{
    private readonly int _length;
    private DeviceBlock? _block;
    [Owned] private readonly NativeBuffer? _copy;

    /// <param name="block">The content, kept and settled by the caller.</param>
    /// <param name="length">How many elements it has.</param>
    internal HostView(DeviceBlock block, long length)
    {
        _length = checked((int)length);
        if (block.Memory.IsHost)
        {
            var isAdded = false;
            block.DangerousAddRef(ref isAdded);
            _block = block;
            return;
        }

        var copy = new NativeBuffer((long)block.Bytes);
        try
        {
            block.Memory.Throw(block.Memory.TryRead((void*)copy.Address, block.DangerousGetHandle(), block.Bytes), $"Reading {ResourceText.Size((long)block.Bytes)}");
        }
        catch
        {
            copy.Dispose();
            throw;
        }
        _copy = copy;
    }

    /// <summary>Ends the reading where nobody did: nothing else would give the block back, as a pinned handle survives its own finalizer.</summary>
    ~HostView() => End();

    /// <summary>Whether the content was copied: then changes of the buffer do not show.</summary>
    public bool IsCopy => _copy is not null;

    /// <summary>The content.</summary>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public ReadOnlySpan<T> Span
    {
        get
        {
            if (_copy is { } copy)
                return new((void*)copy.Address, _length);

            var block = Volatile.Read(ref _block);
            ObjectDisposedException.ThrowIf(block is null, this);
            return new((void*)block.DangerousGetHandle(), _length);
        }
    }

    /// <summary>Ends the reading, once.</summary>
    public void Dispose()
    {
        End();
        GC.SuppressFinalize(this);
    }

    // Neither has a finalizer that would run before this one: the handle's is a critical one, and the copy has none.
    private void End()
    {
        Interlocked.Exchange(ref _block, null)?.DangerousRelease();
        _copy?.Dispose();
    }
}
