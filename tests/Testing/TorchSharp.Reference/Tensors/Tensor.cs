using TorchSharp.Fake;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One handle of a native tensor. Handles may share their storage.</summary>
    public partial class Tensor : IDisposable
    {
        private static long s_totalCount;
        private static long s_peakCount;

        internal IntPtr handle;
        private readonly FakeStorage? _storage;
        private readonly long[] _shape = [];
        private readonly ScalarType _dtype;
        private readonly GradientBox _gradient;

        internal Tensor(FakeStorage storage, long[] shape, ScalarType dtype, bool register = true, Tensor? gradientOf = null)
        {
            handle = FakeLibtorch.NewTensor();
            storage.AddHandle();
            (_storage, _shape, _dtype) = (storage, shape, dtype);
            _gradient = gradientOf?._gradient ?? new GradientBox();
            s_peakCount = Math.Max(Interlocked.Increment(ref s_totalCount), s_peakCount);
            if (register)
                OwningDisposeScope = DisposeScopeManager.ThreadSingleton.RegisterOnCurrentDisposeScope(this);
        }

        /// <summary>Takes the handle of another tensor, which is empty afterwards. The total stays too high, as in the real library.</summary>
        private protected Tensor(Tensor source)
        {
            (handle, source.handle) = (source.Handle, IntPtr.Zero);
            (_storage, _shape, _dtype, _gradient) = (source._storage, source._shape, source._dtype, source._gradient);
            s_peakCount = Math.Max(Interlocked.Increment(ref s_totalCount), s_peakCount);
            GC.SuppressFinalize(source);
        }

        ~Tensor() => Dispose(false);

        public static long TotalCount => Interlocked.Read(ref s_totalCount);

        public static long PeakCount => s_peakCount;

        public IntPtr Handle => handle != IntPtr.Zero ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => handle == IntPtr.Zero;

        public string? name { get; set; }

        public long[] shape => [.. Checked._shape];

        public long Dimensions => Checked._shape.Length;

        public long ndim => Dimensions;

        public long NumberOfElements => Count(Checked._shape);

        public long ElementSize => SizeOf(Checked._dtype);

        public ScalarType dtype => Checked._dtype;

        public Device device => new(device_type, device_index);

        public DeviceType device_type => Checked._storage!.Device;

        public int device_index => Checked._storage!.Index;

        public bool is_sparse => Checked.IsSparse;

        public bool is_leaf => !IsInvalid;

        public bool requires_grad
        {
            get => Checked._gradient.IsWanted;
            set => Checked._gradient.IsWanted = value;
        }

        /// <summary>A new handle at each read; setting copies the reference, and the caller still owns what was set.</summary>
        public Tensor? grad
        {
            get => Checked._gradient.Value?.alias();
            set
            {
                var former = Checked._gradient.Value;
                Checked._gradient.Value = value is null ? null : new Tensor(value.Checked._storage!, value._shape, value._dtype, register: false);
                former?.Dispose();
            }
        }

        internal DisposeScope? OwningDisposeScope { get; set; }

        internal bool IsSparse { get; init; }

        internal double Value => Checked._storage!.Value;

        private Tensor Checked
        {
            get
            {
                _ = Handle;
                return this;
            }
        }

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public long[] size() => shape;

        public long size(int dim) => Checked._shape[dim < 0 ? dim + _shape.Length : dim];

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_contiguous() => !Checked.IsInvalid;

        public bool is_nonzero() => Value != 0;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public bool Equals(Tensor target) => ReferenceEquals(this, target) || (Checked._shape.SequenceEqual(target.Checked._shape) && Value == target.Value);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        public override string ToString() => $"[{string.Join("x", _shape)}], type = {_dtype}";

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (handle == IntPtr.Zero)
                return;

            DisposeScopeManager.ThreadSingleton.NoteDisposal(this, OwningDisposeScope);
            OwningDisposeScope?.MarkAsDisposed(this);
            Interlocked.Decrement(ref s_totalCount);
            FakeLibtorch.DeleteTensor();
            _storage!.DropHandle();
            handle = IntPtr.Zero;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null && other is not null)
                other.Attach(this);
            else
                OwningDisposeScope?.MoveToOther(other, this);
            return this;
        }

        [Obsolete("The method name has been corrected to 'DetachFromDisposeScope'")]
        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();

        public IntPtr DecoupleFromNativeHandle()
        {
            GC.SuppressFinalize(this);
            var former = Handle;
            handle = IntPtr.Zero;
            return former;
        }

        /// <summary>A new tensor with storage of its own, where this one lies.</summary>
        internal Tensor New(long[] shape, ScalarType? dtype = null) =>
            torch.New(shape, dtype ?? Checked._dtype, Checked._storage!.Device, _storage!.Index);

        /// <summary>A new handle of the same storage.</summary>
        internal Tensor View(long[] shape) => new(Checked._storage!, shape, _dtype);

        internal Tensor Like() => New(Checked._shape);

        internal Tensor Like(Tensor other) => New(Checked._shape.Length >= other.Checked._shape.Length ? _shape : other._shape);

        internal Tensor Like(Scalar? number)
        {
            number?.Check();
            return Like();
        }

        /// <summary>This object: what an in-place operation returns.</summary>
        internal Tensor This(params object?[] arguments)
        {
            foreach (var argument in arguments)
            {
                (argument as Tensor)?.Check();
                (argument as Scalar)?.Check();
            }
            return Checked;
        }

        internal long[] Without(long dim, bool keep = false)
        {
            var shape = Checked._shape.ToList();
            if (shape.Count == 0)
                return [];
            var at = (int)(dim < 0 ? dim + shape.Count : dim);
            if (keep)
                shape[at] = 1;
            else
                shape.RemoveAt(at);
            return [.. shape];
        }

        internal long[] WithSize(long dim, long size)
        {
            var shape = Checked.shape;
            if (shape.Length > 0)
                shape[dim < 0 ? dim + shape.Length : dim] = size;
            return shape;
        }

        internal void SetValue(double value) => Checked._storage!.Value = value;

        /// <summary>Shared by all handles of one native tensor, also by a parameter and the tensor that it took over.</summary>
        internal void AccumulateGradient()
        {
            if (_gradient.IsWanted && _gradient.Value is null)
                _gradient.Value = new Tensor(new FakeStorage(NumberOfElements * ElementSize, device_type, device_index), _shape, _dtype, register: false);
        }

        private void Check() => _ = Handle;

        private sealed class GradientBox
        {
            internal Tensor? Value { get; set; }

            internal bool IsWanted { get; set; }
        }
    }

    internal static Tensor New(long[] shape, ScalarType? dtype, DeviceType device, int index, bool requiresGrad = false)
    {
        Touch();
        var type = dtype ?? ScalarType.Float32;
        return new Tensor(new FakeStorage(Count(shape) * SizeOf(type), device, index), shape, type) { requires_grad = requiresGrad };
    }

    internal static Tensor New(long[] shape, ScalarType? dtype, Device? device, bool requiresGrad = false) =>
        New(shape, dtype, device?.type ?? DeviceType.CPU, device?.index ?? -1, requiresGrad);

    internal static long Count(IEnumerable<long> shape) => shape.Aggregate(1L, static (product, size) => checked(product * size));

    internal static long SizeOf(ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool or ScalarType.QInt8 or ScalarType.QUInt8 => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => 4,
    };

    public enum ScalarType : sbyte
    {
        Byte = 0,
        Int8 = 1,
        Int16 = 2,
        Int32 = 3,
        Int64 = 4,
        Float16 = 5,
        Float32 = 6,
        Float64 = 7,
        ComplexFloat32 = 9,
        ComplexFloat64 = 10,
        Bool = 11,
        QInt8 = 12,
        QUInt8 = 13,
        QInt32 = 14,
        BFloat16 = 15,
    }
}
