using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

public static class BetweenAwaits
{
    public static async Task<float> PredictAsync(nn.Module<Tensor, Tensor> model, Stream input, CancellationToken token)
    {
        var numbers = new byte[64];
        await input.ReadExactlyAsync(numbers, token);
        float result;
        using (no_grad())
        using (NewDisposeScope())
        {
            var x = tensor(numbers.Select(static number => (float)number).ToArray());
            result = model.call(x).item<float>();
        }

        await Task.Yield();
        return result;
    }
}
