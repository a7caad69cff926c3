namespace ClipStudio.Audio;

/// <summary>
/// Log energies in 40 mel bands, a frame of 25 ms every 10 ms: what the model sees. The model was trained on exactly
/// these numbers; changing anything here means training it again (samples/ClipStudio.Data).
/// </summary>
internal sealed class MelSpectrogram
{
    public const int SampleRate = 16_000;
    public const int Bands = 40;
    public const int FrameLength = 400;
    public const int FrameStep = 160;

    /// <summary>Frames in one window of the model: half a second.</summary>
    public const int WindowFrames = 50;

    private const int FftSize = 512;
    private const float Floor = 1e-5f;

    private readonly float[] _hann = new float[FrameLength];
    private readonly float[] _real = new float[FftSize];
    private readonly float[] _imaginary = new float[FftSize];
    private readonly (int First, float[] Weights)[] _bands = MakeBands();

    public MelSpectrogram()
    {
        for (int i = 0; i < FrameLength; i++)
            _hann[i] = 0.5f - (0.5f * MathF.Cos(2 * MathF.PI * i / FrameLength));
    }

    public static int SamplesFor(int frames) => ((frames - 1) * FrameStep) + FrameLength;

    /// <summary>Fills <paramref name="features"/>, one row of <see cref="Bands"/> a frame, from the samples' start.</summary>
    public void Compute(ReadOnlySpan<float> samples, Span<float> features)
    {
        for (int frame = 0; frame < features.Length / Bands; frame++)
            ComputeFrame(samples.Slice(frame * FrameStep, FrameLength), features.Slice(frame * Bands, Bands));
    }

    private void ComputeFrame(ReadOnlySpan<float> samples, Span<float> row)
    {
        Array.Clear(_real);
        Array.Clear(_imaginary);
        for (int i = 0; i < FrameLength; i++)
            _real[i] = samples[i] * _hann[i];
        Fourier.Transform(_real, _imaginary);

        for (int band = 0; band < Bands; band++)
        {
            (int first, float[] weights) = _bands[band];
            float energy = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                int bin = first + i;
                energy += weights[i] * ((_real[bin] * _real[bin]) + (_imaginary[bin] * _imaginary[bin]));
            }

            // Roughly zero mean and unit spread for recordings at ordinary levels.
            row[band] = (MathF.Log(energy + Floor) + 4f) / 4f;
        }
    }

    private static (int First, float[] Weights)[] MakeBands()
    {
        static float ToMel(float hertz) => 1127f * MathF.Log(1 + (hertz / 700f));
        static float ToBin(float mel) => 700f * (MathF.Exp(mel / 1127f) - 1) * FftSize / SampleRate;

        (float low, float high) = (ToMel(60), ToMel(7600));
        var bands = new (int, float[])[Bands];
        for (int band = 0; band < Bands; band++)
        {
            float Edge(int i) => ToBin(low + ((high - low) * (band + i) / (Bands + 1)));
            (float left, float middle, float right) = (Edge(0), Edge(1), Edge(2));
            int first = (int)left + 1;
            float[] weights = new float[Math.Max(1, (int)MathF.Ceiling(right) - first)];
            for (int i = 0; i < weights.Length; i++)
            {
                float bin = first + i;
                float slope = bin < middle ? (bin - left) / (middle - left) : (right - bin) / (right - middle);
                weights[i] = Math.Max(slope, weights.Length == 1 ? 1f : 0f);
            }

            bands[band] = (first, weights);
        }

        return bands;
    }
}
