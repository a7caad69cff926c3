using TorchSharp.Modules;

namespace TorchSharp.Fake;

/// <summary>A module whose forward makes a new tensor of the same shape.</summary>
public abstract class Elementwise(string name) : ParameterLessModule<torch.Tensor, torch.Tensor>(name)
{
    public override torch.Tensor forward(torch.Tensor input) => input.Like();
}
