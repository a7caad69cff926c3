using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

public static class ResultLeftInScope
{
    public static Tensor Normalise(Tensor image)
    {
        using var scope = NewDisposeScope();
        var centred = image - image.mean();
        return {|RH5003:centred / centred.abs().max()|};
    }
}
