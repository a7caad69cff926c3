using ClipStudio.Model;
using ClipStudio.Subtitles;

namespace ClipStudio.Pipeline;

/// <summary>Chooses the best-scored spans that begin and end with a subtitle.</summary>
internal static class ClipChooser
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(0.5);

    public static IReadOnlyList<Clip> Choose(string recording, IReadOnlyList<Cue> cues, Highlights highlights, int count, TimeSpan recordingEnd)
    {
        var candidates = new List<Clip>();
        for (int first = 0; first < cues.Count; first++)
        {
            for (int last = first; last < cues.Count && Belongs(cues, first, last); last++)
            {
                TimeSpan start = cues[first].Start;
                TimeSpan end = Min(Min(cues[last].End, start + Clip.Longest), recordingEnd);
                if (end > start)
                    candidates.Add(new(recording, 0, start, end, highlights.Mean(start, end), [.. cues.Skip(first).Take(last - first + 1)]));
            }
        }

        var chosen = new List<Clip>();
        // Among equals the longer clip: two sentences that belong together beat one.
        foreach (Clip candidate in candidates.OrderByDescending(clip => Math.Round(clip.Score, 1)).ThenByDescending(clip => clip.Duration))
        {
            if (chosen.Count < count && chosen.TrueForAll(clip => clip.End <= candidate.Start || candidate.End <= clip.Start))
                chosen.Add(candidate);
        }

        return [.. chosen.OrderBy(clip => clip.Start).Select((clip, index) => clip with { Number = index + 1 })];
    }

    private static bool Belongs(IReadOnlyList<Cue> cues, int first, int last)
        => last == first || (cues[last].End - cues[first].Start <= Clip.Longest && cues[last].Start - cues[last - 1].End <= LongestPause);

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
