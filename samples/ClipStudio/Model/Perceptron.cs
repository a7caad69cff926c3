using System.Numerics;
using System.Runtime.InteropServices;

namespace ClipStudio.Model;

/// <summary>One fully connected layer: <c>output = weights × input + bias</c>, weights row by row.</summary>
internal static class Perceptron
{
    public static void Layer(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output, bool rectify)
    {
        for (int row = 0; row < output.Length; row++)
        {
            float sum = bias[row] + Dot(weights.Slice(row * input.Length, input.Length), input);
            output[row] = rectify ? Math.Max(0, sum) : sum;
        }
    }

    public static void Softmax(Span<float> values)
    {
        float max = float.MinValue;
        foreach (float value in values)
            max = Math.Max(max, value);
        float sum = 0;
        foreach (ref float value in values)
            sum += value = MathF.Exp(value - max);
        foreach (ref float value in values)
            value /= sum;
    }

    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ReadOnlySpan<Vector<float>> a = MemoryMarshal.Cast<float, Vector<float>>(left);
        ReadOnlySpan<Vector<float>> b = MemoryMarshal.Cast<float, Vector<float>>(right);
        Vector<float> sum = Vector<float>.Zero;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        float total = Vector.Sum(sum);
        for (int i = a.Length * Vector<float>.Count; i < left.Length; i++)
            total += left[i] * right[i];
        return total;
    }
}
