using System.Runtime.InteropServices;

namespace ResourceHygiene.Cuda;

/// <summary>
/// A sequence of work on a device. Buffers that are allocated in it are freed in its order: giving one up never waits, and the memory is
/// back when the stream has come so far. In <see cref="HostMemory"/> all work is done at once. For any thread.
/// </summary>
#pragma warning disable CA1711 // A stream as CUDA means it, which has nothing to do with System.IO.
public sealed class DeviceStream : IDisposable
#pragma warning restore CA1711
{
    internal DeviceStream(DeviceMemory memory, nint stream)
    {
        Memory = memory;
        Handle = new StreamHandle(memory, stream);
    }

    /// <summary>The memory whose stream it is.</summary>
    public DeviceMemory Memory { get; }

    /// <summary>
    /// The driver's handle (<c>CUstream</c>), to start work in the stream with other libraries: it sees buffers in the order of that work. Meaningless on
    /// the host. Good until the stream and all buffers allocated in it are disposed.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public nint DangerousHandle
    {
        get
        {
            ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
            return Handle.DangerousGetHandle();
        }
    }

    internal StreamHandle Handle { get; }

    /// <summary>Waits until all work in the stream is done.</summary>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    /// <exception cref="CudaException">Something went wrong on the device; a <see cref="DeviceLostException"/> where it cannot be used any more.</exception>
    public void Synchronize()
    {
        using var use = Handle.Use();
        Memory.Throw(Memory.TrySynchronize(use.Stream), "Waiting for a stream");
    }

    /// <summary>Closes the stream. Work that is in it already is still done; buffers allocated in it stay good.</summary>
    public void Dispose() => Handle.Dispose();
}

/// <summary>The driver's stream, destroyed when nobody uses it any more, buffers that were allocated in it included.</summary>
internal sealed class StreamHandle : SafeHandle
{
    private readonly DeviceMemory _memory;

    public StreamHandle(DeviceMemory memory, nint stream)
        : base(0, ownsHandle: true)
    {
        _memory = memory;
        SetHandle(stream);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Keeps the stream until the result is disposed.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Pin Use()
    {
        var isAdded = false;
        DangerousAddRef(ref isAdded);
        return new Pin(this);
    }

    /// <summary>Keeps the stream until the result is disposed, unless it was disposed.</summary>
    public bool TryUse(out Pin use)
    {
        try
        {
            use = Use();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // Just now, by another thread: what it says is the answer.
            use = default;
            return false;
        }
    }

    protected override bool ReleaseHandle()
    {
        _memory.CloseStream(handle);
        return true;
    }

    public readonly ref struct Pin(StreamHandle handle)
    {
        public nint Stream => handle.DangerousGetHandle();

        public void Dispose() => handle.DangerousRelease();
    }
}
