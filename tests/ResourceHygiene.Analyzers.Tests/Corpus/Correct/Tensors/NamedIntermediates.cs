using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

public static class NamedIntermediates
{
    public static float Distance(Tensor left, Tensor right)
    {
        using var difference = left - right;
        using var squares = difference.square();
        using var sum = squares.sum();
        return MathF.Sqrt(sum.item<float>());
    }
}
