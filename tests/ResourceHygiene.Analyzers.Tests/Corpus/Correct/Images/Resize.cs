public static class Thumbnails
{
    public static Bitmap Resize(Bitmap source, int width)
    {
        Bitmap target = new(width, source.Height * width / source.Width);
        try
        {
            using Graphics graphics = Graphics.FromImage(target);
            graphics.DrawImage(source, target.Width, target.Height);
            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }
}

public sealed class Bitmap(int width, int height) : IDisposable
{
    private byte[]? _pixels = new byte[width * height];
    public int Width { get; } = width;
    public int Height { get; } = height;
    public void Dispose() => _pixels = null;
}

public sealed class Graphics : IDisposable
{
    private Bitmap? _target;
    private Graphics(Bitmap target) => _target = target;
    public static Graphics FromImage(Bitmap image) => new(image);
    public void DrawImage(Bitmap image, int width, int height) => ArgumentOutOfRangeException.ThrowIfGreaterThan(width, height + image.Width);
    public void Dispose() => _target = null;
}
