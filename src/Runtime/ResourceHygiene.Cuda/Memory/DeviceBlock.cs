using System.Runtime.InteropServices;
using ResourceHygiene.Cuda.Native;

namespace ResourceHygiene.Cuda;

/// <summary>
/// One allocation. Freed once, when it was given up and the last call that uses it has returned; also when it is forgotten, but then not
/// on the finalizer thread, as freeing may wait for the device.
/// </summary>
internal sealed class DeviceBlock : SafeHandle
{
    private readonly StreamHandle? _stream;
    private bool _isForgotten;
    private CudaException? _failure;

    private DeviceBlock(DeviceMemory memory, nuint bytes, StreamHandle? stream)
        : base(0, ownsHandle: true)
    {
        Memory = memory;
        Bytes = bytes;
        _stream = stream;
    }

    public DeviceMemory Memory { get; }

    public nuint Bytes { get; }

    public override bool IsInvalid => handle == 0;

    /// <summary>Allocates a block filled with zeros, and lets tracked resources go for it where there is no room.</summary>
    /// <exception cref="DeviceOutOfMemoryException">There is no room.</exception>
    /// <exception cref="CudaException">The driver refused for another reason.</exception>
    [return: Owned]
    public static DeviceBlock Allocate(DeviceMemory memory, nuint bytes, StreamHandle? stream = null)
    {
        var block = new DeviceBlock(memory, bytes, stream);
        try
        {
            var isAdded = false;
            // Freed in the stream's order, so the stream must outlast the block.
            stream?.DangerousAddRef(ref isAdded);
            try
            {
                block.SetHandle(Allocation.Make(memory, bytes, stream?.DangerousGetHandle() ?? 0));
            }
            finally
            {
                if (isAdded && block.IsInvalid)
                    stream!.DangerousRelease();
            }
            memory.NoteAllocated(bytes);
            memory.Throw(memory.TryClear(block.handle, bytes, stream?.DangerousGetHandle() ?? 0), "Clearing a new buffer");
            return block;
        }
        catch
        {
            block.Dispose();
            throw;
        }
    }

    /// <summary>Keeps the block until the result is disposed.</summary>
    /// <exception cref="ObjectDisposedException">It was given up.</exception>
    public Pin Use()
    {
        var isAdded = false;
        DangerousAddRef(ref isAdded);
        return new Pin(this);
    }

    /// <summary>The stream in whose order it was allocated and is freed.</summary>
    public StreamHandle? Stream => _stream;

    /// <summary>Waits for its stream: before that the block may not exist yet, or be used by work that was started there. While it is kept.</summary>
    public int TrySettle() => _stream is null ? CudaResult.Success : Memory.TrySynchronize(_stream.DangerousGetHandle());

    /// <summary>Gives the block up.</summary>
    /// <exception cref="CudaException">The driver refused to free it. It is not tried again.</exception>
    public void Free()
    {
        Dispose();
        if (_failure is { } failure)
            throw failure;
    }

    protected override void Dispose(bool disposing)
    {
        _isForgotten = !disposing;
        base.Dispose(disposing);
    }

    protected override bool ReleaseHandle()
    {
        if (_isForgotten && !Memory.IsHost)
            ThreadPool.UnsafeQueueUserWorkItem(static block => block.FreeNow(), this, preferLocal: false);
        else
            FreeNow();
        return true;
    }

    /// <summary>Must not throw: runs inside the handle's release.</summary>
    private void FreeNow()
    {
        var code = Memory.TryFree(handle, Bytes, _stream?.DangerousGetHandle() ?? 0);
        Memory.NoteFreed(Bytes);
        _stream?.DangerousRelease();
        // A block is gone with its context; nobody has to be told that it could not be freed, too.
        if (code != CudaResult.Success)
        {
            var failure = Memory.FailureOf(code, "Freeing a buffer");
            if (!Memory.IsLost && !CudaResult.TookMemoryAlong(code))
                _failure = failure;
        }
    }

    public readonly ref struct Pin(DeviceBlock block)
    {
        public DeviceBlock Block => block;

        public nint Address => block.handle;

        public nuint Bytes => block.Bytes;

        public DeviceMemory Memory => block.Memory;

        /// <exception cref="CudaException">Something went wrong on the device.</exception>
        public void Settle() => block.Memory.Throw(block.TrySettle(), "Waiting for a buffer's stream");

        public void Dispose() => block.DangerousRelease();
    }
}
