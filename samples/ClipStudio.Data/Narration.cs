using System.Globalization;
using System.Text;
using ClipStudio.Audio;

namespace ClipStudio.Data;

/// <summary>Lays the spoken cues on a time line with a tone bed and pauses, and writes the recording and its subtitles.</summary>
internal static class Narration
{
    private static readonly string[] Lines =
    [
        "Good evening. This is a short film\nabout a small machine.",
        "It was built in a shed,\nout of parts that nobody wanted.",
        "And then, one morning,\nit started to sing!",
        "At first the neighbours complained\nabout the noise.",
        "But the children loved it,\nand they danced in the street!",
        "Somebody wrote to the newspaper.\nNobody printed the letter.",
        "On the last day of summer\nthe whole town came to listen!",
        "What a sound! What an evening!",
        "The machine still stands there.\nThank you for watching.",
    ];

    public static void Write(SoundStage stage, string target)
    {
        const int rate = MelSpectrogram.SampleRate;
        (string Name, float[] Samples)[] cues = [.. stage.Spoken("cue").OrderBy(cue => cue.Name[^2..], StringComparer.Ordinal)];
        float[] gaps = [1.8f, 0.4f, 0.9f, 0.7f, 0.5f, 0.8f, 1.2f, 0.25f, 0.8f];
        float[] bed = [0, 0, 0.03f, 0, 0.03f, 0, 0.04f, 0.04f, 0];

        float[] recording = new float[rate * 60];
        SoundStage.Mix(recording, stage.Music((int)(1.6f * rate), 0.25f, root: 146.8f));
        var srt = new StringBuilder();
        int at = 0;
        for (int i = 0; i < cues.Length; i++)
        {
            at += (int)(gaps[i] * rate);
            float[] samples = cues[i].Samples;
            SoundStage.Mix(recording.AsSpan(at), samples, 0.8f);
            if (bed[i] > 0)
                SoundStage.Mix(recording.AsSpan(at), stage.Music(samples.Length, bed[i], root: 146.8f));
            srt.Append(CultureInfo.InvariantCulture, $"{i + 1}\n{Stamp(at)} --> {Stamp(at + samples.Length)}\n{Lines[i]}\n\n");
            at += samples.Length;
        }

        int outro = (int)(1.5f * rate);
        SoundStage.Mix(recording.AsSpan(at + 4000), stage.Music(outro, 0.25f, root: 146.8f));
        recording = recording[..(at + 4000 + outro)];
        stage.AddNoise(recording, 0.002f);
        WavFile.Write(Path.Combine(target, "narration.wav"), recording, rate);
        File.WriteAllText(Path.Combine(target, "narration.srt"), srt.ToString());
        Console.WriteLine($"narration: {(double)recording.Length / rate:0.0} s, {cues.Length} cues");
    }

    private static string Stamp(int sample)
        => TimeSpan.FromMilliseconds(sample * 1000L / MelSpectrogram.SampleRate).ToString(@"hh\:mm\:ss\,fff", CultureInfo.InvariantCulture);
}
