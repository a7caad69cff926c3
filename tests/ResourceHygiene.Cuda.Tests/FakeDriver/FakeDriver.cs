using System.Runtime.InteropServices;
using System.Text;

namespace ResourceHygiene.Cuda.Tests;

/// <summary>
/// A machine with devices that are none: a copy of the fake driver, loaded by our code under test, with a tracker and a cleaner of its own. Two
/// devices of 128 MiB, on which a context takes 8 MiB.
/// </summary>
internal sealed unsafe class FakeDriver : IDisposable
{
    public const long Mebibyte = 1 << 20;
    public const long ContextBytes = 8 * Mebibyte;
    public const long TotalBytes = 128 * Mebibyte;

    private readonly nint _library;
    private readonly bool _mayMakeWrongCalls;

    /// <param name="hasNvml">Whether there is a management library.</param>
    /// <param name="hasPools">Whether the devices have memory pools.</param>
    /// <param name="devices">How many devices there are.</param>
    /// <param name="mayMakeWrongCalls">For tests in which somebody else spoils what the driver holds.</param>
    /// <param name="prepare">What happens before the driver is loaded.</param>
    public FakeDriver(bool hasNvml = true, bool hasPools = true, int devices = 2, bool mayMakeWrongCalls = false, Action<FakeDriver>? prepare = null)
    {
        Path = FakeDriverLibrary.Copy();
        _library = NativeLibrary.Load(Path);
        _mayMakeWrongCalls = mayMakeWrongCalls;
        ((delegate* unmanaged<int, ulong, int, void>)Export("fake_configure"))(devices, (ulong)TotalBytes, hasPools ? 1 : 0);
        prepare?.Invoke(this);
        Tracker = new ResourceTracker(new ManualTimeProvider());
        Cleaner = new ResourceCleaner(Tracker);
        Driver = CudaDriver.Load(Path, hasNvml ? Path : System.IO.Path.Combine(AppContext.BaseDirectory, "no-such-library.so"), Cleaner);
    }

    public string Path { get; }

    public ResourceTracker Tracker { get; }

    public ResourceCleaner Cleaner { get; }

    public CudaDriver Driver { get; }

    public CudaDevice Device => Driver.Devices[0];

    /// <summary>What is allocated and not given up.</summary>
    public int LiveBlocks => ((delegate* unmanaged<int>)Export("fake_live_blocks"))();

    /// <summary>Calls that a correct program never makes.</summary>
    public int WrongCalls => ((delegate* unmanaged<int>)Export("fake_wrong_calls"))();

    /// <summary>The context that is current on this thread.</summary>
    public nint CurrentContext => ((delegate* unmanaged<nint>)Export("fake_current"))();

    /// <summary>Whether something may still be on its way on the device.</summary>
    public bool IsUnsettled(int device = 0) => ((delegate* unmanaged<int, int>)Export("fake_unsettled"))(device) != 0;

    public int NvmlUsers => ((delegate* unmanaged<int>)Export("fake_nvml_started"))();

    public long Used(int device = 0) => (long)((delegate* unmanaged<int, ulong>)Export("fake_used"))(device);

    public int Retains(int device = 0) => ((delegate* unmanaged<int, int>)Export("fake_retains"))(device);

    public long Calls(string function) => WithName(function, name => (long)((delegate* unmanaged<byte*, nint>)Export("fake_calls"))((byte*)name));

    /// <summary>Lets a function of the driver fail, after so many good calls, so often; -1 is for ever.</summary>
    public void Fail(string function, int code, int skip = 0, int times = -1) => WithName(function, name =>
    {
        ((delegate* unmanaged<byte*, int, int, int, void>)Export("fake_fail"))((byte*)name, code, skip, times);
        return 0L;
    });

    /// <summary>A kernel goes wrong: from now on each call in the device's context fails.</summary>
    public void Lose(int code = 700, int device = 0) => ((delegate* unmanaged<int, int, void>)Export("fake_lose"))(device, code);

    /// <summary>Somebody resets the device.</summary>
    public void Reset(int device = 0) => ((delegate* unmanaged<int, void>)Export("fake_reset"))(device);

    /// <summary>Another library leaves a context of its own current on this thread.</summary>
    public nint PushForeignContext(int device = 0) => ((delegate* unmanaged<int, nint>)Export("fake_push_foreign"))(device);

    public void ClearContexts() => ((delegate* unmanaged<void>)Export("fake_clear_stack"))();

    /// <summary>Another process takes memory.</summary>
    public void TakeElsewhere(long bytes, int device = 0) => ((delegate* unmanaged<int, ulong, void>)Export("fake_take"))(device, (ulong)bytes);

    public void Dispose()
    {
        Driver.Dispose();
        if (!_mayMakeWrongCalls)
            Assert.Equal(0, WrongCalls);
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);

    private static long WithName(string name, Func<nint, long> call)
    {
        fixed (byte* text = Encoding.ASCII.GetBytes(name + '\0'))
            return call((nint)text);
    }
}
