using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Keeps handles of its own of both tensors.</summary>
public class Normal : distributions.Distribution
{
    private readonly Tensor _loc;
    private readonly Tensor _scale;

    internal Normal(Tensor loc, Tensor scale) => (_loc, _scale) = (loc.alias().DetachFromDisposeScope(), scale.alias().DetachFromDisposeScope());

    public override Tensor mean => _loc;

    public override Tensor variance => _scale.pow(2);

    public override Tensor rsample(params long[] sample_shape) => _loc.New([.. sample_shape, .. _loc.shape]);
    public override Tensor log_prob(Tensor value) => value.Like();
    public override Tensor entropy() => _scale.Like();

    protected override void Dispose(bool disposing)
    {
        _loc.Dispose();
        _scale.Dispose();
    }
}
