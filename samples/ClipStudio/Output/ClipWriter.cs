using System.Globalization;
using ClipStudio.Audio;
using ClipStudio.Pipeline;
using ClipStudio.Rendering;
using ClipStudio.Subtitles;
using ResourceHygiene;

namespace ClipStudio.Output;

/// <summary>Writes a clip as a directory: sound, subtitles, and one image a frame.</summary>
internal static class ClipWriter
{
    public static void Write(string output, Clip clip, Recording recording, ClipFrames frames)
    {
        using var folder = new PendingClip(output, clip.Name);
        using (recording.Open(out ReadOnlySpan<float> samples))
            WavFile.Write(folder.PathOf("sound.wav"), clip.Cut(samples, recording.Format.SampleRate), recording.Format.SampleRate);
        SubRip.Write(folder.PathOf("subtitles.srt"), clip.Cues, clip.Start);
        frames.ForEach((frame, index) => PngWriter.Write(
            folder.PathOf(string.Create(CultureInfo.InvariantCulture, $"frame-{index:000}.png")), frame, Canvas.Width, Canvas.Height));
        folder.Commit();
    }

    /// <summary>Deletes a clip of an earlier run that this one did not make again.</summary>
    public static void Delete(string output, string name)
    {
        string path = Path.Combine(output, Path.GetFileName(name));
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
