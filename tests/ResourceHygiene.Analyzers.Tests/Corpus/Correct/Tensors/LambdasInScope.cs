using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

public static class LambdasInScope
{
    public static List<float> Means(List<Tensor> items)
    {
        using var scope = NewDisposeScope();
        var means = items.ConvertAll(static item => (item / item.sum()).mean().item<float>());
        items.ForEach(item => means.Add((item + item).mean().item<float>()));
        means.AddRange(items.Select(static item => item.abs().mean().item<float>()).ToList());
        return means;
    }
}
