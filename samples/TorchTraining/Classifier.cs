using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTraining;

/// <summary>The clean model: what it makes on the way is gone when it returns, and every part is registered.</summary>
internal sealed class Classifier : nn.Module<Tensor, Tensor>
{
    private readonly Linear _first = nn.Linear(2, 64);
    private readonly Linear _second = nn.Linear(64, 64);
    private readonly Linear _last = nn.Linear(64, 2);

    public Classifier()
        : base(nameof(Classifier)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = nn.functional.relu(_first.call(input));
        hidden = nn.functional.relu(_second.call(hidden));
        return _last.call(hidden).MoveToOuterDisposeScope();
    }
}
