using static TorchSharp.torch;

namespace TorchTraining;

/// <summary>Two interleaved spirals, the small problem that a straight line cannot solve. The tensors belong to the caller.</summary>
internal static class Points
{
    public const int Count = 512;
    public const int Batch = 64;

    public static (Tensor Inputs, Tensor Labels) Make()
    {
        var coordinates = new float[Count * 2];
        var labels = new long[Count];
        for (var index = 0; index < Count; index++)
        {
            var arm = index % 2;
            var angle = (index / 2 * 0.02f) + (arm * MathF.PI);
            var radius = 0.1f + (index / (float)Count);
            (coordinates[index * 2], coordinates[(index * 2) + 1]) = (radius * MathF.Cos(angle), radius * MathF.Sin(angle));
            labels[index] = arm;
        }

        using var flat = tensor(coordinates);
        return (flat.reshape(Count, 2), tensor(labels));
    }
}
