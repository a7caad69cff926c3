using ClipStudio.Memory;
using ResourceHygiene;

namespace ClipStudio.Model;

/// <summary>The weights of the highlight model. Needed for one stage only, so they are the first to go when room is needed.</summary>
[TrackedResource(Type = ResourceTypes.ModelWeights, Priority = ReleasePriority.Low)]
internal sealed partial class HighlightModel
{
    [Owned] private readonly NativeBlock<float> _hiddenWeight;
    [Owned] private readonly NativeBlock<float> _hiddenBias;
    [Owned] private readonly NativeBlock<float> _outputWeight;
    [Owned] private readonly NativeBlock<float> _outputBias;

    private readonly float[] _hidden = new float[HighlightLayout.Hidden];

    public HighlightModel(SafetensorsFile file)
    {
        int[] lengths = Check(file);
        _hiddenWeight = new(lengths[0]);
        _hiddenBias = new(lengths[1]);
        _outputWeight = new(lengths[2]);
        _outputBias = new(lengths[3]);
        NativeBlock<float>[] blocks = [_hiddenWeight, _hiddenBias, _outputWeight, _outputBias];
        for (int i = 0; i < blocks.Length; i++)
            file.Read(HighlightLayout.Tensors[i].Name, blocks[i].Span);
        Track(Path.GetFileName(file.Path), SizeInBytes(file));
    }

    public static long SizeInBytes(SafetensorsFile file) => Check(file).Sum(length => (long)length * sizeof(float));

    /// <summary>Probabilities of <see cref="HighlightLayout.Labels"/> for one window of mel bands.</summary>
    public void Classify(ReadOnlySpan<float> window, Span<float> probabilities)
    {
        ThrowIfReleased();
        Perceptron.Layer(_hiddenWeight.Span, _hiddenBias.Span, window, _hidden, rectify: true);
        Perceptron.Layer(_outputWeight.Span, _outputBias.Span, _hidden, probabilities, rectify: false);
        Perceptron.Softmax(probabilities);
    }

    private static int[] Check(SafetensorsFile file)
        => [.. HighlightLayout.Tensors.Select(tensor => file.Require(tensor.Name, tensor.Shape))];
}
