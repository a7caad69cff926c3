namespace ResourceHygiene.Generators.Benchmarks.Disposing;

/// <summary>Something to own that costs nothing to let go.</summary>
internal sealed class Part : IDisposable
{
    public static int Disposals { get; private set; }

    public void Dispose() => Disposals++;
}
