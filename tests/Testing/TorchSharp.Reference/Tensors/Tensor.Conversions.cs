using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    // Every move and conversion returns a new handle, also where nothing has to be copied.
    public partial class Tensor
    {
        public Tensor cpu() => To(_dtype, DeviceType.CPU, -1, copy: false, disposeAfter: false);
        public Tensor mps(bool non_blocking = false) => To(_dtype, DeviceType.MPS, 0, copy: true, disposeAfter: false);
        public Tensor cuda(Device? device = null, bool non_blocking = false) => To(_dtype, DeviceType.CUDA, Math.Max(device?.index ?? 0, 0), copy: false, disposeAfter: false);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(dtype, deviceType, deviceIndex, copy, disposeAfter);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(type, device.type, device.index, copy, disposeAfter);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to_type(type, copy, disposeAfter);
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(new Device(device), copy, disposeAfter);
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => To(dtype, device.type, device.index, copy, disposeAfter);
        public Tensor to(Tensor other, bool non_blocking = false) => To(other.dtype, other.device_type, other.device_index, copy: false, disposeAfter: false);
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => To(type, device_type, device_index, copy, disposeAfter);
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);
        public Tensor type(ScalarType dtype) => to(dtype);
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        public Tensor @bool() => to_type(ScalarType.Bool);
        public Tensor @byte() => to_type(ScalarType.Byte);
        public Tensor @char() => to_type(ScalarType.Int8);
        public Tensor @short() => to_type(ScalarType.Int16);
        public Tensor @int() => to_type(ScalarType.Int32);
        public Tensor @long() => to_type(ScalarType.Int64);
        public Tensor half() => to_type(ScalarType.Float16);
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);
        public Tensor @float() => to_type(ScalarType.Float32);
        public Tensor @double() => to_type(ScalarType.Float64);

        public Tensor pin_memory() => Like();
        public Tensor to_sparse() => new(Checked._storage!, _shape, _dtype) { IsSparse = true };
        public Tensor copy_(Tensor source, bool nonBlocking = false) => This(source);
        public Tensor fill_(Scalar value) => This(value);
        public Tensor set_(Tensor source) => This(source);

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => This();

        public void backward() => This();

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            foreach (var input in inputs ?? [])
                input.AccumulateGradient();
        }

        public Scalar ToScalar() => Value.ToScalar();
        public T item<T>() where T : unmanaged => (T)Convert.ChangeType(Value, typeof(T), null);
        public TensorAccessor<T> data<T>() where T : unmanaged => new(this);
        public Storage<T> storage<T>() where T : unmanaged => new(alias());
        public T ReadCpuValue<T>(long i) where T : unmanaged => item<T>();
        public float ReadCpuSingle(long i) => (float)Value;
        public int ReadCpuInt32(long i) => (int)Value;
        public object tolist() => Value;
        public void save(string location) => This();
        public static Tensor load(string location) => torch.New([1], null, null);

        // Of the shape and type that is asked for, or of this one's.
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made(size, dtype, device, requires_grad);
        public Tensor new_zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made([size], dtype, device, requires_grad);
        public Tensor new_ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made([size], dtype, device, requires_grad);
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made(size, dtype, device, requires_grad);
        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made(size, dtype, device, requires_grad);
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made(shape, dtype, device, requires_grad);
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made(shape, dtype, device, requires_grad);
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made(shape, dtype, device, requires_grad);
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made(shape, dtype, device, requires_grad);
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made(shape, dtype, device, requires_grad);
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Made(shape, dtype, device, requires_grad);

        // These overwrite the storage and return one more handle of it.
        public Tensor zeros(params long[] sizes) => View(sizes);
        public Tensor ones(params long[] sizes) => View(sizes);
        public Tensor full(long[] sizes, Scalar value) => View(sizes);
        public Tensor eye(long rows, long columns) => View([rows, columns]);
        public Tensor rand_out(params long[] sizes) => View(sizes);
        public Tensor randn_out(params long[] sizes) => View(sizes);
        public Tensor randint_out(long high, long[] sizes) => View(sizes);
        public Tensor arange_out(Scalar start, Scalar stop, Scalar step) => View(Checked._shape);

        internal bool IsAt(Device device) => device_type == device.type && (device.type == DeviceType.CPU || device_index == device.index);

        private Tensor Made(long[] size, ScalarType? dtype, Device? device, bool requiresGrad) =>
            torch.New(size, dtype ?? _dtype, device?.type ?? device_type, device?.index ?? device_index, requiresGrad);

        private Tensor To(ScalarType type, DeviceType deviceType, int index, bool copy, bool disposeAfter)
        {
            if (deviceType == DeviceType.CUDA)
                CheckCuda();
            if (deviceType == DeviceType.CPU)
                index = -1;
            else
                index = Math.Max(index, 0);
            var result = copy || type != dtype || deviceType != device_type || index != device_index
                ? torch.New(_shape, type, deviceType, index)
                : View(_shape);
            result.SetValue(Value);
            if (disposeAfter)
                Dispose();
            return result;
        }
    }
}

public static class TensorExtensionMethods
{
    public static Modules.Parameter AsParameter(this torch.Tensor tensor) => new(tensor);
    public static float ToSingle(this torch.Tensor value) => (float)value.Value;
    public static double ToDouble(this torch.Tensor value) => value.Value;
    public static sbyte ToSByte(this torch.Tensor value) => (sbyte)value.Value;
    public static byte ToByte(this torch.Tensor value) => (byte)value.Value;
    public static short ToInt16(this torch.Tensor value) => (short)value.Value;
    public static int ToInt32(this torch.Tensor value) => (int)value.Value;
    public static long ToInt64(this torch.Tensor value) => (long)value.Value;
    public static bool ToBoolean(this torch.Tensor value) => value.Value != 0;

    public static torch.Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false) =>
        torch.from_array(rawArray).reshape(dimensions);

    public static torch.Tensor ToTensor<T>(this T scalar, torch.Device? device = null, bool requires_grad = false) where T : struct =>
        torch.New([], null, device, requires_grad);
}
