namespace ClipStudio.Rendering;

internal readonly record struct Color(byte Red, byte Green, byte Blue);

/// <summary>One RGB frame in memory that somebody else owns.</summary>
internal readonly ref struct Canvas(Span<byte> pixels)
{
    public const int Width = 480;
    public const int Height = 270;
    public const int Bytes = Width * Height * 3;

    private readonly Span<byte> _pixels = pixels;

    public void Fill(int left, int top, int width, int height, Color color)
    {
        (int right, int bottom) = (Math.Min(left + width, Width), Math.Min(top + height, Height));
        for (int y = Math.Max(0, top); y < bottom; y++)
        {
            for (int x = Math.Max(0, left); x < right; x++)
                Set(x, y, color);
        }
    }

    /// <summary>Paints where the mask is not zero; the mask is as wide as the canvas.</summary>
    public void Stamp(ReadOnlySpan<byte> mask, int top, Color color)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] != 0)
                Set(i % Width, top + (i / Width), color);
        }
    }

    private void Set(int x, int y, Color color)
    {
        int at = ((y * Width) + x) * 3;
        (_pixels[at], _pixels[at + 1], _pixels[at + 2]) = (color.Red, color.Green, color.Blue);
    }
}
