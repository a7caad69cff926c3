using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ClipStudio.Audio;
using ClipStudio.Model;

namespace ClipStudio.Data;

/// <summary>
/// Trains the highlight model: a 2000-256-4 perceptron, cross-entropy, gradient descent, everything seeded. Every fifth sentence
/// is held back and decides nothing; the accuracy on it is printed.
/// </summary>
internal static class Training
{
    private const int Epochs = 8;
    private const int WindowStep = 3200;

    public static void Run(SoundStage stage, string target)
    {
        List<(float[] Input, int Class, bool HeldBack)> examples = MakeExamples(stage);
        var network = new Network(stage.Random);
        (float[] Input, int Class, bool HeldBack)[] training = [.. examples.Where(example => !example.HeldBack)];
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            stage.Random.Shuffle(training);
            double loss = training.Sum(example => (double)network.Learn(example.Input, example.Class, 1e-3f / epoch));
            Console.WriteLine($"epoch {epoch}: loss {loss / training.Length:0.0000}");
        }

        var heldBack = examples.Where(example => example.HeldBack).ToList();
        int right = heldBack.Count(example => network.Classify(example.Input) == example.Class);
        Console.WriteLine($"{training.Length} windows to learn from, {right} of {heldBack.Count} held back ones right");
        Save(network, target);
    }

    private static List<(float[] Input, int Class, bool HeldBack)> MakeExamples(SoundStage stage)
    {
        var examples = new List<(float[], int, bool)>();
        var mel = new MelSpectrogram();
        int sentence = 0;
        foreach ((string name, float[] samples) in stage.Spoken("train"))
        {
            bool heldBack = ++sentence % 5 == 0;
            int label = name.Contains("lively", StringComparison.Ordinal) ? HighlightLayout.Lively : HighlightLayout.Calm;
            for (int variant = 0; variant < 3; variant++)
            {
                float[] mixed = new float[samples.Length];
                SoundStage.Mix(mixed, samples, 0.6f + (0.4f * stage.Random.NextSingle()));
                if (variant > 0)
                    SoundStage.Mix(mixed, stage.Music(mixed.Length, 0.02f + (0.04f * stage.Random.NextSingle())));
                Cut(mixed, label, heldBack);
            }
        }

        for (int piece = 0; piece < 60; piece++)
        {
            Cut(stage.Music(MelSpectrogram.SampleRate * 3, 0.05f + (0.3f * stage.Random.NextSingle())), HighlightLayout.Music, piece % 5 == 0);
            Cut(new float[MelSpectrogram.SampleRate * 3], HighlightLayout.Silence, piece % 5 == 0);
        }

        return examples;

        void Cut(float[] samples, int label, bool heldBack)
        {
            stage.AddNoise(samples, 0.004f * stage.Random.NextSingle());
            for (int start = 0; start + MelSpectrogram.SamplesFor(MelSpectrogram.WindowFrames) <= samples.Length; start += WindowStep)
            {
                float[] input = new float[HighlightLayout.Inputs];
                mel.Compute(samples.AsSpan(start), input);
                examples.Add((input, label, heldBack));
            }
        }
    }

    private static void Save(Network network, string target)
    {
        var header = new Dictionary<string, object>
        {
            ["__metadata__"] = new Dictionary<string, string> { ["labels"] = HighlightLayout.Labels, ["licence"] = "MIT", ["made_by"] = "samples/ClipStudio.Data" },
        };
        long offset = 0;
        foreach ((string name, int[] shape) in HighlightLayout.Tensors)
        {
            long bytes = shape.Aggregate(4L, (product, dimension) => product * dimension);
            header[name] = new { dtype = "F32", shape, data_offsets = new[] { offset, offset + bytes } };
            offset += bytes;
        }

        string json = JsonSerializer.Serialize(header);
        json = json.PadRight((json.Length + 7) / 8 * 8);   // safetensors wants the data aligned
        using FileStream file = File.Create(target);
        file.Write(BitConverter.GetBytes((ulong)json.Length));
        file.Write(Encoding.UTF8.GetBytes(json));
        foreach (float[] tensor in network.Tensors)
            file.Write(MemoryMarshal.AsBytes(tensor.AsSpan()));
    }
}
