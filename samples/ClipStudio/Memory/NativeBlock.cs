using System.Runtime.InteropServices;
using ResourceHygiene;

namespace ClipStudio.Memory;

/// <summary>
/// Memory outside the garbage collector's heap: it is given back at the moment of release, not at the next collection,
/// so that a budget means something. A span of it must not outlive it; the pipeline's leases see to that.
/// </summary>
internal sealed unsafe class NativeBlock<T>(int length) : IDisposable, ISizedResource
    where T : unmanaged
{
    private T* _start = (T*)NativeMemory.AllocZeroed((nuint)length, (nuint)sizeof(T));

    ~NativeBlock() => Free();

    public long SizeInBytes => (long)length * sizeof(T);

    public Span<T> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            return new(_start, length);
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_start);
        _start = null;
    }
}
