using ResourceHygiene;
using ResourceHygiene.Cuda;

namespace CudaProbe;

/// <summary>Something on the device that can be made again: let go under pressure by releasing, as there is nothing to be kept.</summary>
internal sealed class Cache : IReleasable, IDisposable
{
    private readonly DeviceBuffer<byte> _content;
    private readonly ResourceHandle _handle;

    public Cache(CudaDevice device, long bytes, string name)
    {
        _content = new DeviceBuffer<byte>(device, bytes);
        _handle = ResourceTracker.Shared.Register(
            this, new ResourceRegistration { Type = ResourceTypes.RenderCache, Name = name, Bytes = bytes, Location = device.Location });
    }

    public bool IsReleased => _content.IsDisposed;

    public void Dispose() => ResourceTracker.Shared.ReleaseOwned(_handle, this);

    ReleaseOutcome IReleasable.Release(in ReleaseContext context)
    {
        _content.Dispose();
        return ReleaseOutcome.Released();
    }
}
