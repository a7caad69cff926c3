namespace ClipStudio.Model;

/// <summary>How much each quarter of a second of a recording is worth showing, from 0 to 1.</summary>
internal sealed class Highlights(float[] scores)
{
    public const double SecondsPerStep = 0.25;

    private const double WindowSeconds = 0.5;

    public int Count => scores.Length;

    /// <summary>Mean score of the windows that lie within the span; 0 when none does.</summary>
    public double Mean(TimeSpan from, TimeSpan to)
    {
        int first = (int)Math.Ceiling(from.TotalSeconds / SecondsPerStep);
        int last = Math.Min(scores.Length - 1, (int)((to.TotalSeconds - WindowSeconds) / SecondsPerStep));
        return first <= last ? scores.AsSpan(first, last - first + 1).ToArray().Average() : 0;
    }

    /// <summary>Lively speech counts fully, calm speech a third, music and silence not at all.</summary>
    public static float Score(ReadOnlySpan<float> probabilities)
        => probabilities[HighlightLayout.Lively] + (probabilities[HighlightLayout.Calm] / 3);
}
