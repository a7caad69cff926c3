using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

public static class PortedTraining
{
    public static float Run(nn.Module<Tensor, Tensor> model, Tensor inputs, Tensor labels, int epochs, int batch)
    {
        var loss = {|RH5006:nn.CrossEntropyLoss()|};
        var optimizer = {|RH5006:optim.Adam(model.parameters(), 1e-3)|};
        var total = 0f;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            for (var start = 0; start < inputs.shape[0]; start += batch)
            {
                var x = {|RH5001:inputs.narrow(0, start, batch)|};
                var y = {|RH5001:labels.narrow(0, start, batch)|};
                optimizer.zero_grad();
                var prediction = {|RH5001:model.call(x)|};
                var error = {|RH5001:loss.call(prediction, y)|};
                error.backward();
                optimizer.step();
                total += error.item<float>();
            }
        }

        return total;
    }
}
