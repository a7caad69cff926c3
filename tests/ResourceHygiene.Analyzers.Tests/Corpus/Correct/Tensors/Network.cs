using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

public sealed class Network : nn.Module<Tensor, Tensor>
{
    private readonly Linear _first = nn.Linear(2, 16);
    private readonly Linear _last = nn.Linear(16, 2);

    public Network()
        : base(nameof(Network)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = nn.functional.relu(_first.call(input));
        return _last.call(hidden).MoveToOuterDisposeScope();
    }
}
