public sealed class Font(string name) : IDisposable
{
    private string? _name = name;
    public static Font Default { get; } = new("sans");
    public float Measure(string text) => (_name?.Length ?? 1) * text.Length;
    public void Dispose() => _name = null;
}

public static class Labels
{
    public static float Width(string text, string? fontName)
    {
        Font? own = null;
        try
        {
            Font font = fontName is null ? Font.Default : own = new Font(fontName);
            return font.Measure(text);
        }
        finally
        {
            own?.Dispose();
        }
    }
}
