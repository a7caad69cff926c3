using ClipStudio.Audio;
using ClipStudio.Memory;
using ResourceHygiene;

namespace ClipStudio.Model;

/// <summary>Runs the model over a recording, window by window.</summary>
internal sealed partial class HighlightScorer(ModelCache models, MemoryBudget budget)
{
    private const int FramesPerStep = (int)(Highlights.SecondsPerStep * MelSpectrogram.SampleRate / MelSpectrogram.FrameStep);

    [TrackedResource(Type = ResourceTypes.TempBuffers)]
    private partial NativeBlock<float>? Features { get; set; }

    public static long FeaturesInBytes(WavFormat format) => FeatureCount(format) * (long)sizeof(float);

    public Highlights Score(Recording recording)
    {
        using Lease weights = models.Open(out HighlightModel model);
        using Lease audio = recording.Open(out ReadOnlySpan<float> samples);
        budget.MakeRoom(FeaturesInBytes(recording.Format), "mel features");
        Features = new NativeBlock<float>(FeatureCount(recording.Format));
        if (!TryLeaseFeatures(out Lease pin, out NativeBlock<float>? features))
            throw new OperationCanceledException();   // the program is on its way out
        using (pin)
        {
            new MelSpectrogram().Compute(samples, features.Span);
            using HighlightClassifier classifier = model.Open();
            return Score(classifier, features.Span);
        }
    }

    private static Highlights Score(HighlightClassifier classifier, ReadOnlySpan<float> features)
    {
        const int step = FramesPerStep * MelSpectrogram.Bands;
        float[] scores = new float[((features.Length - HighlightLayout.Inputs) / step) + 1];
        Span<float> probabilities = stackalloc float[HighlightLayout.Classes];
        for (int i = 0; i < scores.Length; i++)
        {
            classifier.Classify(features.Slice(i * step, HighlightLayout.Inputs), probabilities);
            scores[i] = Highlights.Score(probabilities);
        }

        return new(scores);
    }

    private static int FeatureCount(WavFormat format)
        => (((format.Frames - MelSpectrogram.FrameLength) / MelSpectrogram.FrameStep) + 1) * MelSpectrogram.Bands;
}
