using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

public static class ResultOfScope
{
    public static Tensor Normalise(Tensor image)
    {
        using var scope = NewDisposeScope();
        var centred = image - image.mean();
        var scaled = centred / centred.abs().max();
        return scaled.MoveToOuterDisposeScope();
    }

    public static float Peak(Tensor image)
    {
        using var normal = Normalise(image);
        using var peak = normal.max();
        return peak.item<float>();
    }
}
