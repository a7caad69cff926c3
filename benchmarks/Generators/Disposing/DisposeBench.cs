using System.Diagnostics;

namespace ResourceHygiene.Generators.Benchmarks.Disposing;

/// <summary>Makes owners beside the clock, and disposes of them on it.</summary>
internal sealed class DisposeBench<TOwner>(Func<TOwner> create)
    where TOwner : class, IDisposable
{
    private TOwner[] _owners = [];

    public (TimeSpan Time, long Bytes) Dispose(int operations)
    {
        if (_owners.Length < operations)
            _owners = new TOwner[operations];
        for (int i = 0; i < operations; i++)
            _owners[i] = create();

        int before = Part.Disposals;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < operations; i++)
            _owners[i].Dispose();
        (TimeSpan, long) cost = (Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - bytes);

        if (Part.Disposals - before != 2 * operations)
            throw new InvalidOperationException($"{Part.Disposals - before} parts were released where {2 * operations} were expected.");
        return cost;
    }

    public void CreateAndDispose(int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            using TOwner owner = create();
        }
    }
}
