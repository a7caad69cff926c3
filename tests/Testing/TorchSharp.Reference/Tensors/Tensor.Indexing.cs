using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    // A read of an indexer makes a new handle; a write disposes nothing.
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => View(Dropped(1));
            set => This(value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => View(Dropped(2));
            set => This(value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => View(Dropped(3));
            set => This(value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => View(Dropped(4));
            set => This(value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => View(Dropped(indices.Length));
            set => This(value);
        }

        public Tensor index(params TensorIndex[] indices) => View(Dropped(indices.Count(static index => index.IsNumber)));

        public Tensor index(params Tensor[] indices) => New([indices.Length == 0 ? 1 : indices[0].NumberOfElements, .. Dropped(indices.Length)]);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => This(value);

        public Tensor index_put_(Tensor value, params Tensor[] indices) => This(value);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices) => This(value);

        public Tensor index_put_(Scalar value, params Tensor[] indices) => This(value);

        private long[] Dropped(int count) => Checked._shape[Math.Min(count, _shape.Length)..];
    }

    public struct TensorIndex
    {
        private Tensor? _tensor;

        public static TensorIndex Null;
        public static TensorIndex None;
        public static TensorIndex Ellipsis;
        public static TensorIndex Colon = Slice();

        internal bool IsNumber { get; private set; }

        private long Number { get; set; }

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => default;

        public static TensorIndex Bool(bool value) => default;

        public static TensorIndex Single(long? index) => new() { IsNumber = true, Number = index ?? 0 };

        public static TensorIndex Tensor(Tensor @tensor) => new() { _tensor = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator Tensor(TensorIndex value) => value._tensor ?? torch.tensor(value.Number);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range.start, range.end);

        public static implicit operator TensorIndex(Range range) => Slice(range.Start.Value);

        public static implicit operator TensorIndex(System.Index index) => Single(index.Value);
    }
}
