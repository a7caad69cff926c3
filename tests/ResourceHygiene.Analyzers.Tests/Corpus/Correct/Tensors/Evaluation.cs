using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

public static class Evaluation
{
    public static float Accuracy(nn.Module<Tensor, Tensor> model, Tensor inputs, Tensor labels)
    {
        model.eval();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var hits = model.call(inputs).argmax(1) == labels;
        return hits.to(float32).mean().item<float>();
    }
}
