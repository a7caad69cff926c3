using System.Diagnostics.CodeAnalysis;

public sealed class Source(string root)
{
    public bool TryGet(string name, [NotNullWhen(true)] out Stream? content, out string? error)
    {
        content = null;
        error = null;
        if (name.Contains("..", StringComparison.Ordinal))
        {
            error = "outside";
            return false;
        }

        try
        {
            content = new FileStream(Path.Combine(root, name), FileMode.Open);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = e.Message;
            return false;
        }
    }

    public string Describe(string name) => TryGet(name, out Stream? content, out string? error) ? Measure(content) : error!;

    private static string Measure(Stream stream)
    {
        using (stream)
            return $"{stream.Length} bytes";
    }
}
