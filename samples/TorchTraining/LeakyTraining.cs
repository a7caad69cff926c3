using ResourceHygiene;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchTraining;

/// <summary>The loop as it is ported from Python line by line. There, counting references frees all of it; here, nothing does.</summary>
internal static class LeakyTraining
{
    public static void Run(int epochs)
    {
        var (inputs, labels) = Points.Make(); // never disposed
        var model = new LeakyClassifier(); // a module that nobody disposes is never freed, not even by the garbage collector
        var loss = nn.CrossEntropyLoss();
        var optimizer = optim.Adam(model.parameters(), 1e-2); // twice the weights, beside each

        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var watch = TensorWatch.Begin();
            var total = 0f;
            for (var start = 0; start < Points.Count; start += Points.Batch)
            {
                var x = inputs.narrow(0, start, Points.Batch); // a new handle in each step
                var y = labels.narrow(0, start, Points.Batch);

                optimizer.zero_grad(); // reads each gradient and drops the handle
                var prediction = model.call(x);
                var error = loss.call(prediction, y); // keeps the whole graph of the step alive
                error.backward();
                optimizer.step();
                total += error.item<float>();
            }
            Console.WriteLine($"epoch {epoch}: loss {total * Points.Batch / Points.Count:0.000}, {watch.Read()}");
        }

        Console.WriteLine($"accuracy {Accuracy(model, inputs, labels):0.00}");
    }

    /// <summary>Without no_grad every activation is kept, for a backward pass that never comes.</summary>
    private static float Accuracy(nn.Module<Tensor, Tensor> model, Tensor inputs, Tensor labels) =>
        (model.call(inputs).argmax(1) == labels).to(float32).mean().item<float>(); // five tensors for one number

    private sealed class LeakyClassifier : nn.Module<Tensor, Tensor>
    {
        private readonly List<Linear> _layers = [nn.Linear(2, 64), nn.Linear(64, 64)]; // a list is not registered: neither trained, moved nor disposed
        private readonly Linear _last = nn.Linear(64, 2);

        public LeakyClassifier()
            : base(nameof(LeakyClassifier)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var x = input;
            foreach (var layer in _layers)
                x = nn.functional.relu(layer.call(x)) * 1.0f; // drops two tensors and a scalar in each round
            return _last.call(x);
        }
    }
}
