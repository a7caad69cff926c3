using System.Buffers.Binary;

namespace ClipStudio.Data;

/// <summary>Where sound comes from: spoken sentences at 16 kHz, music and noise made of sums. Seeded, so that every run makes the same files.</summary>
internal sealed class SoundStage(string speechDirectory)
{
    private const int Rate = Audio.MelSpectrogram.SampleRate;

    public Random Random { get; } = new(20240607);

    public IEnumerable<(string Name, float[] Samples)> Spoken(string use)
    {
        foreach (string path in Directory.GetFiles(speechDirectory, $"{use}-*.wav").Order(StringComparer.Ordinal))
            yield return (Path.GetFileNameWithoutExtension(path), Trim(Resample(path)));
    }

    /// <summary>Three-note chords that change every beat, with a decay: enough structure to be unlike speech and noise.</summary>
    public float[] Music(int samples, float level, float root = 0)
    {
        float[] result = new float[samples];
        root = root > 0 ? root : 110f * MathF.Pow(2, Random.Next(0, 18) / 12f);
        int beat = (int)(Rate * (0.3f + (0.3f * Random.NextSingle())));
        int[][] chords = [[0, 4, 7], [5, 9, 12], [7, 11, 14], [-3, 0, 4]];
        float brightness = 0.3f + (0.4f * Random.NextSingle());
        for (int i = 0; i < samples; i++)
        {
            (int index, int within) = Math.DivRem(i, beat);
            float decay = MathF.Exp(-3f * within / beat) * Math.Min(1, within / 80f);
            float sum = 0;
            foreach (int note in chords[index % chords.Length])
            {
                float phase = 2 * MathF.PI * root * MathF.Pow(2, note / 12f) * i / Rate;
                sum += MathF.Sin(phase) + (brightness * MathF.Sin(2 * phase)) + (brightness * brightness * MathF.Sin(3 * phase));
            }

            result[i] = level * decay * sum / 4;
        }

        return result;
    }

    public void AddNoise(Span<float> samples, float level)
    {
        foreach (ref float sample in samples)
            sample += level * ((Random.NextSingle() * 2) - 1);
    }

    public static void Mix(Span<float> target, ReadOnlySpan<float> source, float gain = 1)
    {
        for (int i = 0; i < Math.Min(target.Length, source.Length); i++)
            target[i] += gain * source[i];
    }

    /// <summary>Reads espeak-ng's 22.05 kHz mono PCM16 and resamples with a windowed sinc.</summary>
    private static float[] Resample(string path)
    {
        const int headerBytes = 44;
        const int reach = 16;
        byte[] bytes = File.ReadAllBytes(path);
        int sourceRate = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(24));
        ReadOnlySpan<byte> data = bytes.AsSpan(headerBytes);
        float[] source = new float[data.Length / 2];
        for (int i = 0; i < source.Length; i++)
            source[i] = BinaryPrimitives.ReadInt16LittleEndian(data[(i * 2)..]) / 32768f;

        float[] result = new float[(int)((long)source.Length * Rate / sourceRate)];
        double cutoff = 0.95 * Rate / sourceRate;
        for (int i = 0; i < result.Length; i++)
        {
            double position = (double)i * sourceRate / Rate;
            double sum = 0;
            for (int j = Math.Max(0, (int)position - reach + 1); j <= Math.Min(source.Length - 1, (int)position + reach); j++)
            {
                double x = position - j;
                double sinc = x == 0 ? cutoff : Math.Sin(Math.PI * cutoff * x) / (Math.PI * x);
                sum += source[j] * sinc * (0.5 + (0.5 * Math.Cos(Math.PI * x / (reach + 1))));
            }

            result[i] = (float)sum;
        }

        return result;
    }

    private static float[] Trim(float[] samples)
    {
        int first = Array.FindIndex(samples, sample => Math.Abs(sample) > 0.01f);
        int last = Array.FindLastIndex(samples, sample => Math.Abs(sample) > 0.01f);
        return samples[first..(last + 1)];
    }
}
