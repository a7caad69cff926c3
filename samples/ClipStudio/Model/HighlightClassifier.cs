using ResourceHygiene;
using ResourceHygiene.Cuda;

namespace ClipStudio.Model;

/// <summary>The model at work. Keeps the weights where they are until it is disposed.</summary>
internal sealed class HighlightClassifier(DeviceBuffer<float> weights, int[] lengths) : IDisposable
{
    [Owned] private readonly HostView<float> _weights = weights.OpenOnHost();
    private readonly float[] _hidden = new float[HighlightLayout.Hidden];

    /// <summary>Probabilities of <see cref="HighlightLayout.Labels"/> for one window of mel bands.</summary>
    public void Classify(ReadOnlySpan<float> window, Span<float> probabilities)
    {
        ReadOnlySpan<float> rest = _weights.Span;
        ReadOnlySpan<float> hiddenWeight = Next(ref rest, 0);
        ReadOnlySpan<float> hiddenBias = Next(ref rest, 1);
        ReadOnlySpan<float> outputWeight = Next(ref rest, 2);
        ReadOnlySpan<float> outputBias = Next(ref rest, 3);
        Perceptron.Layer(hiddenWeight, hiddenBias, window, _hidden, rectify: true);
        Perceptron.Layer(outputWeight, outputBias, _hidden, probabilities, rectify: false);
        Perceptron.Softmax(probabilities);
    }

    public void Dispose() => _weights.Dispose();

    /// <summary>The tensors lie one after another, in the order of <see cref="HighlightLayout.Tensors"/>.</summary>
    private ReadOnlySpan<float> Next(ref ReadOnlySpan<float> rest, int tensor)
    {
        ReadOnlySpan<float> next = rest[..lengths[tensor]];
        rest = rest[lengths[tensor]..];
        return next;
    }
}
