using ClipStudio.Memory;
using ResourceHygiene;

namespace ClipStudio.Rendering;

/// <summary>Subtitle text as a mask of pixels, centred, at most three lines.</summary>
internal static class CaptionBitmap
{
    public const int Height = MostLines * LineHeight;
    public const int Bytes = Canvas.Width * Height;

    private const int MostLines = 3;
    private const int Scale = 2;
    private const int LineHeight = (PixelFont.Height + 2) * Scale;
    private const int Advance = (PixelFont.Width + 1) * Scale;

    [return: Owned]
    public static NativeBlock<byte> Draw(string text)
    {
        var mask = new NativeBlock<byte>(Bytes);
        foreach ((int row, string line) in text.Split('\n').Take(MostLines).Index())
        {
            string shown = line.Length * Advance <= Canvas.Width ? line : line[..(Canvas.Width / Advance)];
            int left = (Canvas.Width - (shown.Length * Advance)) / 2;
            for (int i = 0; i < shown.Length; i++)
                DrawGlyph(mask.Span, PixelFont.Glyph(shown[i]), left + (i * Advance), row * LineHeight);
        }

        return mask;
    }

    private static void DrawGlyph(Span<byte> mask, ReadOnlySpan<byte> glyph, int left, int top)
    {
        for (int y = 0; y < PixelFont.Height * Scale; y++)
        {
            for (int x = 0; x < PixelFont.Width * Scale; x++)
            {
                if ((glyph[y / Scale] >> (PixelFont.Width - 1 - (x / Scale)) & 1) != 0)
                    mask[((top + y) * Canvas.Width) + left + x] = 1;
            }
        }
    }
}
