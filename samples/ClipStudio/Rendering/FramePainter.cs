namespace ClipStudio.Rendering;

/// <summary>Draws one frame: the clip's waveform with a playhead, a level bar, and the caption.</summary>
internal static class FramePainter
{
    private const int WaveTop = 30;
    private const int WaveHeight = 120;
    private const int CaptionTop = 185;

    private static readonly Color Background = new(18, 22, 34);
    private static readonly Color Played = new(255, 176, 64);
    private static readonly Color Coming = new(86, 104, 140);
    private static readonly Color Text = new(240, 240, 235);

    /// <param name="pixels">One frame, see <see cref="Canvas.Bytes"/>.</param>
    /// <param name="peaks">The clip's loudest sample for each column of the frame.</param>
    /// <param name="position">How much of the clip was played, from 0 to 1.</param>
    /// <param name="caption">A mask made by <see cref="CaptionBitmap"/>, or nothing.</param>
    public static void Paint(Span<byte> pixels, ReadOnlySpan<float> peaks, double position, ReadOnlySpan<byte> caption)
    {
        var canvas = new Canvas(pixels);
        canvas.Fill(0, 0, Canvas.Width, Canvas.Height, Background);
        int playhead = (int)(position * (Canvas.Width - 1));
        for (int x = 0; x < Canvas.Width; x++)
        {
            int height = Math.Max(2, (int)(Math.Min(1, peaks[x]) * WaveHeight));
            canvas.Fill(x, WaveTop + ((WaveHeight - height) / 2), 1, height, x <= playhead ? Played : Coming);
        }

        canvas.Fill(playhead, WaveTop, 2, WaveHeight, Text);
        canvas.Fill(0, Canvas.Height - 8, (int)(Math.Min(1, peaks[playhead]) * Canvas.Width), 8, Played);
        canvas.Stamp(caption, CaptionTop, Text);
    }

    public static float[] PeaksOf(ReadOnlySpan<float> samples)
    {
        float[] peaks = new float[Canvas.Width];
        for (int i = 0; i < samples.Length; i++)
        {
            ref float peak = ref peaks[(int)((long)i * Canvas.Width / samples.Length)];
            peak = Math.Max(peak, Math.Abs(samples[i]));
        }

        return peaks;
    }
}
