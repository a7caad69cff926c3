namespace TorchSharp.Fake;

/// <summary>What the native side of the real library would hold now. Not part of TorchSharp.</summary>
public static class FakeLibtorch
{
    private static readonly object s_gate = new();
    private static readonly Dictionary<DeviceType, long> s_bytes = [];
    private static long s_nextHandle = 0x1000;
    private static long s_tensors;
    private static long s_scalars;
    private static long s_modules;
    private static int s_synchronizations;

    /// <summary>How many CUDA devices there are.</summary>
    public static int CudaDevices { get; set; } = 1;

    /// <summary>What the next allocations on a device throw; <see langword="null"/>: nothing.</summary>
    public static Func<long, Exception>? AllocationFailure { get; set; }

    /// <summary>Native tensor handles that were not deleted.</summary>
    public static long LiveTensors => Interlocked.Read(ref s_tensors);

    /// <summary>Native scalars that were not deleted.</summary>
    public static long LiveScalars => Interlocked.Read(ref s_scalars);

    /// <summary>Native modules that were not deleted.</summary>
    public static long LiveModules => Interlocked.Read(ref s_modules);

    /// <summary>How often a device was waited for.</summary>
    public static int Synchronizations => Volatile.Read(ref s_synchronizations);

    /// <summary>Storage that is held on one kind of device, in bytes.</summary>
    public static long LiveBytes(DeviceType device)
    {
        lock (s_gate)
            return s_bytes.GetValueOrDefault(device);
    }

    internal static IntPtr NewHandle() => (IntPtr)Interlocked.Add(ref s_nextHandle, 16);

    internal static IntPtr NewTensor()
    {
        Interlocked.Increment(ref s_tensors);
        return NewHandle();
    }

    internal static void DeleteTensor() => Interlocked.Decrement(ref s_tensors);

    internal static IntPtr NewScalar()
    {
        // In the real library the conversion is a method of torch, whose initializer loads the native part.
        torch.Touch();
        Interlocked.Increment(ref s_scalars);
        return NewHandle();
    }

    internal static void DeleteScalar() => Interlocked.Decrement(ref s_scalars);

    internal static IntPtr NewModule()
    {
        Interlocked.Increment(ref s_modules);
        return NewHandle();
    }

    internal static void DeleteModule() => Interlocked.Decrement(ref s_modules);

    internal static void NoteSynchronization() => Interlocked.Increment(ref s_synchronizations);

    internal static void Allocate(DeviceType device, long bytes)
    {
        if (AllocationFailure?.Invoke(bytes) is { } failure)
            throw failure;
        lock (s_gate)
            s_bytes[device] = s_bytes.GetValueOrDefault(device) + bytes;
    }

    internal static void Free(DeviceType device, long bytes)
    {
        lock (s_gate)
            s_bytes[device] -= bytes;
    }
}

/// <summary>The memory that tensors share. Deleted with the last handle.</summary>
internal sealed class FakeStorage
{
    private int _handles;

    internal FakeStorage(long bytes, DeviceType device, int index)
    {
        FakeLibtorch.Allocate(device, bytes);
        (Bytes, Device, Index) = (bytes, device, index);
    }

    internal long Bytes { get; }

    internal DeviceType Device { get; }

    internal int Index { get; }

    /// <summary>The value of a tensor with one element; everything else is zeros.</summary>
    internal double Value { get; set; }

    internal void AddHandle() => Interlocked.Increment(ref _handles);

    internal void DropHandle()
    {
        if (Interlocked.Decrement(ref _handles) == 0)
            FakeLibtorch.Free(Device, Bytes);
    }
}
