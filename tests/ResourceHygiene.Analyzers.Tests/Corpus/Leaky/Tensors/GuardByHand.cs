using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

public static class GuardByHand
{
    public static float Predict(nn.Module<Tensor, Tensor> model, Tensor input)
    {
        var guard = {|RH5007:inference_mode()|};
        using var output = model.call(input);
        guard.Dispose();
        return output.item<float>();
    }
}
