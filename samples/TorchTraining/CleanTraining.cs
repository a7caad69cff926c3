using ResourceHygiene;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchTraining;

/// <summary>The same loop with an owner for everything: a scope for each step, and tracked resources for what lives longer.</summary>
internal static class CleanTraining
{
    public static async Task RunAsync(int epochs)
    {
        await using var program = new CleanupScope("training");
        var (inputs, labels) = Points.Make();
        program.OwnTensor(inputs);
        program.OwnTensor(labels);

        // It has an owner before anything can fail, such as the move to a device that is full. The optimizer comes last: it finds
        // its state by the parameters' handles, and a move makes new ones.
        var model = program.Own(new Classifier().TrackModule("spirals"));
        model.Value.to(Device());
        model.Refresh();
        var optimizer = program.Own(optim.Adam(model.Value.parameters(), 1e-2).TrackOptimizer(model));
        using var loss = nn.CrossEntropyLoss();
        optimizer.Refresh();

        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var watch = TensorWatch.Begin();
            var total = 0f;
            for (var start = 0; start < Points.Count; start += Points.Batch)
                total += Step(model.Value, optimizer.Value, loss, inputs, labels, start);
            Console.WriteLine($"epoch {epoch}: loss {total * Points.Batch / Points.Count:0.000}, {watch.Read()}");
        }

        Console.WriteLine($"accuracy {await AccuracyAsync(model.Value, inputs, labels).ConfigureAwait(false):0.00}");
        foreach (var resource in ResourceTracker.Shared.Snapshot().OrderBy(static resource => resource.Name, StringComparer.Ordinal))
            Console.WriteLine($"held: {resource}");
    }

    private static float Step(
        nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, nn.Module<Tensor, Tensor, Tensor> loss, Tensor inputs, Tensor labels, int start)
    {
        using var scope = NewDisposeScope();
        var x = inputs.narrow(0, start, Points.Batch).to(Device());
        var y = labels.narrow(0, start, Points.Batch).to(Device());

        optimizer.zero_grad();
        var error = loss.call(model.call(x), y) * CachedScalars.Of(1.0f);
        error.backward();
        optimizer.step();
        return error.item<float>();
    }

    /// <summary>Waits in between, as a program does that reads its data: the scope and the switched-off gradients come along.</summary>
    private static async Task<float> AccuracyAsync(nn.Module<Tensor, Tensor> model, Tensor inputs, Tensor labels)
    {
        await using var scope = TensorScope.Begin("accuracy", withoutGradients: true);
        var predictions = model.call(inputs.to(Device())).argmax(1);
        await Task.Yield();
        return (predictions == labels.to(Device())).to(float32).mean().item<float>();
    }

    private static Device Device() => cuda.is_available() ? CUDA : CPU;
}
