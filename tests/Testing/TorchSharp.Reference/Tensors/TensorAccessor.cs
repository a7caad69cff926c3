using System.Collections;

namespace TorchSharp.Utils
{
    /// <summary>A tensor's elements. Disposing it only lets go of the reference.</summary>
    public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
    {
        private readonly torch.Tensor _tensor;

        internal TensorAccessor(torch.Tensor tensor) => _tensor = tensor;

        public long Count => _tensor.NumberOfElements;

        public T this[params long[] indices] => _tensor.item<T>();

        public T[] ToArray() => [.. this];

        public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => ToArray().CopyTo(array, arrayIndex);

        public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0) => ToArray().CopyTo(array[arrayIndex..]);

        public IEnumerator<T> GetEnumerator()
        {
            for (long at = 0; at < Count; at++)
                yield return default;
        }

        public void Dispose()
        {
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public class Storage<T> : IDisposable where T : unmanaged
        {
            private readonly Tensor _tensor;

            internal Storage(Tensor tensor) => _tensor = tensor;

            public int Count => (int)_tensor.NumberOfElements;

            public void Dispose()
            {
            }
        }
    }
}
