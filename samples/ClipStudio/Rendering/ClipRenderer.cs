using ClipStudio.Audio;
using ClipStudio.Memory;
using ClipStudio.Pipeline;
using ClipStudio.Subtitles;
using ResourceHygiene;

namespace ClipStudio.Rendering;

/// <summary>Renders the frames of clips.</summary>
internal sealed class ClipRenderer(Recording recording, SubtitleIndex subtitles, MemoryBudget budget, ScratchDirectory scratch, FramePainters painters)
{
    public static int FrameCount(TimeSpan duration) => Math.Max(1, (int)(duration.TotalSeconds * ClipFrames.PerSecond));

    [return: Owned]
    public ClipFrames Render(Clip clip)
    {
        int count = FrameCount(clip.Duration);
        budget.MakeRoom(ClipFrames.SizeFor(count), $"frames of {clip.Name}");
        var frames = new ClipFrames(clip.Name, count, scratch);
        try
        {
            Paint(frames, count, clip);
            return frames;
        }
        catch
        {
            frames.Dispose();
            throw;
        }
    }

    // Leases that cannot be had mean that the program is on its way out.
    private void Paint(ClipFrames frames, int count, Clip clip)
    {
        if (!frames.TryLease(out Lease drawing))
            throw new OperationCanceledException();
        using (drawing)
        {
            if (!subtitles.TryLease(out Lease captions))
                throw new OperationCanceledException();
            using (captions)
            using (recording.Open(out ReadOnlySpan<float> samples))
            {
                float[] peaks = FramePainter.PeaksOf(clip.Cut(samples, recording.Format.SampleRate));
                for (int i = 0; i < count; i++)
                {
                    TimeSpan time = clip.Start + TimeSpan.FromSeconds((double)i / ClipFrames.PerSecond);
                    painters.Paint(frames[i], peaks, (double)i / count, subtitles.CaptionAt(time));
                }
            }
        }
    }
}
