using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

public sealed class AverageOfWeights : IDisposable
{
    private readonly Tensor _average;

    public AverageOfWeights(Tensor start) => _average = start.clone().DetachFromDisposeScope();

    public void Add(Tensor value, Scalar rate)
    {
        using var scope = NewDisposeScope();
        _average.add_((value - _average) * rate);
    }

    public float Norm()
    {
        using var norm = _average.norm();
        return norm.item<float>();
    }

    public void Dispose() => _average.Dispose();
}
