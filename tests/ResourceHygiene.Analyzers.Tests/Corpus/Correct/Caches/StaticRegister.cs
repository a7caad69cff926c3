public static class Fonts
{
    private static readonly Dictionary<string, FontFile> s_fonts = new(StringComparer.OrdinalIgnoreCase);

    // Held as long as the program runs.
    public static FontFile Get(string name)
    {
        lock (s_fonts)
        {
            if (!s_fonts.TryGetValue(name, out FontFile? font))
                s_fonts[name] = font = new FontFile(name);
            return font;
        }
    }
}

public sealed class FontFile(string name) : IDisposable
{
    private Stream? _stream = new MemoryStream(name.Length);
    public long Length => _stream?.Length ?? 0;
    public void Dispose() => Interlocked.Exchange(ref _stream, null)?.Dispose();
}
