using ClipStudio.Subtitles;

namespace ClipStudio.Pipeline;

/// <summary>A part of the recording worth keeping, from the start of one subtitle to the end of another.</summary>
internal sealed record Clip(string Recording, int Number, TimeSpan Start, TimeSpan End, double Score, IReadOnlyList<Cue> Cues)
{
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(5);

    public string Name => $"{Recording}-{Number:00}";

    public TimeSpan Duration => End - Start;

    public string Text => string.Join(' ', Cues.Select(cue => cue.Text.ReplaceLineEndings(" ")));

    public ReadOnlySpan<float> Cut(ReadOnlySpan<float> samples, int sampleRate)
    {
        int first = Math.Min(samples.Length, (int)(Start.TotalSeconds * sampleRate));
        int last = Math.Min(samples.Length, (int)(End.TotalSeconds * sampleRate));
        return samples[first..last];
    }
}
