using System.Collections;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class utils
        {
            public static partial class data
            {
                public abstract class Dataset : Dataset<Dictionary<string, Tensor>>;

                public abstract class IterableDataset : Dataset<IList<Tensor>>;

                /// <summary>Its Dispose does nothing unless it is overridden.</summary>
                public abstract class Dataset<T> : IDisposable
                {
                    public abstract long Count { get; }

                    public abstract T GetTensor(long index);

                    public void Dispose()
                    {
                        Dispose(true);
                        GC.SuppressFinalize(this);
                    }

                    protected virtual void Dispose(bool disposing) => _ = disposing;
                }

                /// <summary>Takes handles of its own; the caller still owns the tensors.</summary>
                public static TensorDataset TensorDataset(params Tensor[] tensors) => new(tensors);

                public static DataLoader DataLoader(
                    Dataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true) =>
                    new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset);

                public static DataLoader DataLoader(
                    Dataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true) =>
                    new(dataset, batchSize, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset);

                public static IterableDataLoader DataLoader(
                    IterableDataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true) =>
                    new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset);
            }
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.utils.data;

    public class TensorDataset : IterableDataset
    {
        private readonly Tensor[] _tensors;

        internal TensorDataset(Tensor[] tensors) => _tensors = [.. tensors.Select(static tensor => tensor.alias().DetachFromDisposeScope())];

        public override long Count => _tensors[0].size(0);

        public override IList<Tensor> GetTensor(long index) => [.. _tensors.Select(tensor => tensor[index])];

        protected override void Dispose(bool disposing) => Array.ForEach(_tensors, static tensor => tensor.Dispose());
    }

    public class DataLoader : DataLoader<Dictionary<string, Tensor>, Dictionary<string, Tensor>>
    {
        public DataLoader(
            Dataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
            : base(dataset, batchSize, Collate, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset)
        {
        }

        public DataLoader(
            Dataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
            : base(dataset, batchSize, Collate, false, device, null, num_worker, drop_last, disposeBatch, disposeDataset)
        {
        }

        private static Dictionary<string, Tensor> Collate(IEnumerable<Dictionary<string, Tensor>> items, Device device)
        {
            Dictionary<string, Tensor>[] all = [.. items];
            return all[0].Keys.ToDictionary(static key => key, key => stack(all.Select(item => item[key])).to(device));
        }
    }

    public class IterableDataLoader : DataLoader<IList<Tensor>, IList<Tensor>>
    {
        public IterableDataLoader(
            IterableDataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
            : base(dataset, batchSize, Collate, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset)
        {
        }

        private static IList<Tensor> Collate(IEnumerable<IList<Tensor>> items, Device device)
        {
            IList<Tensor>[] all = [.. items];
            return [.. Enumerable.Range(0, all[0].Count).Select(at => stack(all.Select(item => item[at])).to(device))];
        }
    }

    /// <summary>Owns the dataset, and each batch until the next one is asked for, unless it was told otherwise.</summary>
    public class DataLoader<T, S>(
        Dataset<T> dataset,
        int batchSize,
        Func<IEnumerable<T>, Device, S> collate_fn,
        bool shuffle = false,
        Device? device = null,
        int? seed = null,
        int num_worker = 1,
        bool drop_last = false,
        bool disposeBatch = true,
        bool disposeDataset = true) : IEnumerable<S>, IDisposable
    {
        public Dataset<T> dataset { get; } = dataset;

        public int batch_size { get; } = batchSize;

        public bool drop_last { get; } = drop_last;

        public int num_workers { get; } = num_worker;

        public Device Device { get; } = device ?? CPU;

        public bool DisposeBatch { get; } = disposeBatch;

        public bool DisposeDataset { get; } = disposeDataset;

        public long Count => drop_last ? dataset.Count / batch_size : ((dataset.Count - 1) / batch_size) + 1;

        public IEnumerator<S> GetEnumerator()
        {
            for (long start = 0; start < Count * batch_size; start += batch_size)
            {
                var (batch, made) = Make(start);
                try
                {
                    yield return batch;
                }
                finally
                {
                    if (DisposeBatch)
                        made.ForEach(static tensor => tensor.Dispose());
                }
            }
        }

        public void Dispose()
        {
            if (DisposeDataset)
                dataset.Dispose();
            GC.SuppressFinalize(this);
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private (S Batch, List<IDisposable> Made) Make(long start)
        {
            _ = (shuffle, seed);
            using var scope = NewDisposeScope();
            var batch = collate_fn(Items(start), Device);
            List<IDisposable> made = batch switch
            {
                IDictionary<string, Tensor> named => [.. named.Values],
                IEnumerable<Tensor> tensors => [.. tensors],
                IDisposable disposable => [disposable],
                _ => [],
            };
            scope.Detach(made);
            return (batch, made);
        }

        private IEnumerable<T> Items(long start)
        {
            for (var at = start; at < Math.Min(start + batch_size, dataset.Count); at++)
                yield return dataset.GetTensor(at);
        }
    }
}
