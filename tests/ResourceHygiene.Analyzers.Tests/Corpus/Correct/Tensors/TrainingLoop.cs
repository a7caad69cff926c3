using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

public static class TrainingLoop
{
    public static float Run(nn.Module<Tensor, Tensor> model, Tensor inputs, Tensor labels, int epochs, int batch)
    {
        using var loss = nn.CrossEntropyLoss();
        using var optimizer = optim.Adam(model.parameters(), 1e-3);
        var total = 0f;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            for (var start = 0; start < inputs.shape[0]; start += batch)
            {
                using var scope = NewDisposeScope();
                var x = inputs.narrow(0, start, batch);
                var y = labels.narrow(0, start, batch);
                optimizer.zero_grad();
                var error = loss.call(model.call(x), y);
                error.backward();
                optimizer.step();
                total += error.item<float>();
            }
        }

        return total;
    }
}
