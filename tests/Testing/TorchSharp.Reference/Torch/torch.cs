using TorchSharp.Fake;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Any first use of a static member of this class loads the native part, and where it is missing every use fails for ever.</summary>
    static torch()
    {
        if (AppContext.TryGetSwitch("TorchSharp.Fake.NativePartIsMissing", out var isMissing) && isMissing)
        {
            throw new NotSupportedException(
                "The libtorch-cpu-linux-x64 package version 2.10.0.0 is not restored on this system. If using F# Interactive or .NET Interactive "
                + "you may need to add a reference to this package, e.g. \n    #r \"nuget: libtorch-cpu-linux-x64, 2.10.0.0\". Trace from LoadNativeBackend: ...");
        }
    }

    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);
    public static Device CUDA => InitializeDevice(new Device(DeviceType.CUDA));
    public static Device MPS => new(DeviceType.MPS);

    public static ScalarType @bool = ScalarType.Bool;
    public static ScalarType uint8 = ScalarType.Byte;
    public static ScalarType int8 = ScalarType.Int8;
    public static ScalarType int16 = ScalarType.Int16;
    public static ScalarType int32 = ScalarType.Int32;
    public static ScalarType int64 = ScalarType.Int64;
    public static ScalarType @long = ScalarType.Int64;
    public static ScalarType @int = ScalarType.Int32;
    public static ScalarType bfloat16 = ScalarType.BFloat16;
    public static ScalarType float16 = ScalarType.Float16;
    public static ScalarType @half = ScalarType.Float16;
    public static ScalarType float32 = ScalarType.Float32;
    public static ScalarType @float = ScalarType.Float32;
    public static ScalarType float64 = ScalarType.Float64;
    public static ScalarType @double = ScalarType.Float64;
    public static ScalarType complex64 = ScalarType.ComplexFloat32;
    public static ScalarType complex128 = ScalarType.ComplexFloat64;

    public static string __version__ => "2.10.0.0";

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    // Guards: flags of the thread, put back when disposed.
    public static IDisposable no_grad() => new AutoGradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);
    public static bool is_grad_enabled() => AutoGradMode.IsEnabled;
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);
    public static bool is_inference_mode_enabled() => InferenceMode.IsEnabled;

    public static Device device(string description) => InitializeDevice(new Device(description));
    public static Device device(string deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));
    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));
    public static Device device(int index) => new(DeviceType.CUDA, index);

    public static Device InitializeDevice(Device? device)
    {
        if (device?.type == DeviceType.CUDA)
            CheckCuda();
        return device ?? CPU;
    }

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (deviceType == DeviceType.CUDA)
            CheckCuda();
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType != DeviceType.CUDA || FakeLibtorch.CudaDevices > 0;

    public static bool cuda_is_available() => cuda.is_available();

    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static ScalarType get_default_dtype() => ScalarType.Float32;

    public static bool is_integral(ScalarType type) => type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;
    public static bool is_floating_point(ScalarType type) => type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    public static void CheckForErrors() => Touch();

    /// <summary>Runs the initializer of this class, if it has not run.</summary>
    internal static void Touch() => _ = CPU;

    internal static void CheckCuda()
    {
        if (FakeLibtorch.CudaDevices == 0)
            throw new InvalidOperationException("CUDA is not available.");
    }

    public static partial class random
    {
        public static Generator manual_seed(long seed) => new((ulong)seed);
        public static long seed() => 0;
        public static long initial_seed() => 0;
        public static Tensor get_rng_state() => New([16], ScalarType.Byte, null);
        public static void set_rng_state(Tensor new_state) => new_state.This();
    }

    public static partial class cuda
    {
        public static bool is_available()
        {
            Touch();
            return FakeLibtorch.CudaDevices > 0;
        }

        public static bool is_cudnn_available() => is_available();
        public static int device_count() => FakeLibtorch.CudaDevices;
        public static void manual_seed(long seed) => CheckCuda();
        public static void manual_seed_all(long seed) => CheckCuda();

        public static void synchronize(Device? device = null)
        {
            Touch();
            CheckCuda();
            FakeLibtorch.NoteSynchronization();
        }
    }

    public static partial class autograd
    {
        public static IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false) =>
            [.. inputs.Select(static input => input.Like())];

        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            foreach (var tensor in tensors)
                tensor.backward(grad_tensors, retain_graph ?? false, create_graph, inputs);
        }

        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);
        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);
    }

    public static partial class export
    {
        public static ExportedProgram load(string filename) => new();
    }

    public class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device? device = null) => (Handle, this.device) = (FakeLibtorch.NewHandle(), device ?? CPU);

        ~Generator() => Dispose(false);

        /// <summary>A new handle at each read.</summary>
        public static Generator Default => new();

        public IntPtr Handle { get; private set; }

        public Device device { get; private set; }

        public Tensor get_state() => New([16], ScalarType.Byte, null);
        public void set_state(Tensor value) => value.This();
        public Generator manual_seed(long seed) => this;
        public long seed() => 0;
        public long initial_seed() => 0;

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing) => Handle = IntPtr.Zero;
    }

    public class Device
    {
        public Device(string description)
        {
            var parts = description.Split(':');
            type = Enum.Parse<DeviceType>(parts[0], ignoreCase: true);
            index = parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : -1;
        }

        public Device(string deviceType, int index = -1) => (type, this.index) = (Enum.Parse<DeviceType>(deviceType, ignoreCase: true), index);

        public Device(DeviceType deviceType, int index = -1) => (type, this.index) = (deviceType, index);

        public Device(int index) => (type, this.index) = (DeviceType.CUDA, index);

        public DeviceType type { get; private set; }

        public int index { get; private set; } = -1;

        public override string ToString() => index < 0 ? type.ToString().ToLowerInvariant() : $"{type.ToString().ToLowerInvariant()}:{index}";

        public static implicit operator Device(string description) => new(description);
    }
}

public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    MPS = 13,
    META = 14,
}

internal sealed class AutoGradMode : IDisposable
{
    [ThreadStatic]
    private static bool t_isDisabled;

    private readonly bool _former = t_isDisabled;
    private bool _isDisposed;

    internal AutoGradMode(bool enabled)
    {
        torch.Touch();
        t_isDisabled = !enabled;
    }

    internal static bool IsEnabled => !t_isDisabled;

    public void Dispose()
    {
        if (!_isDisposed)
            t_isDisabled = _former;
        _isDisposed = true;
    }
}

internal sealed class InferenceMode : IDisposable
{
    [ThreadStatic]
    private static bool t_isEnabled;

    private readonly bool _former = t_isEnabled;

    internal InferenceMode(bool mode)
    {
        torch.Touch();
        t_isEnabled = mode;
    }

    internal static bool IsEnabled => t_isEnabled;

    public void Dispose() => t_isEnabled = _former;
}

public class AnomalyMode(bool enabled, bool check_nan = true) : IDisposable
{
    public static bool IsEnabled => false;

    public static bool ShouldCheckNaN => false;

    public void Dispose() => _ = enabled && check_nan;
}

public class ExportedProgram : IDisposable
{
    public torch.Tensor[] run(params torch.Tensor[] inputs) => [torch.New([1], null, null)];

    public void Dispose() => GC.SuppressFinalize(this);
}
