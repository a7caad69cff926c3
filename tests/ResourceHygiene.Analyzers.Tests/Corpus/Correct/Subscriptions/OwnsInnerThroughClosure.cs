public sealed class Cleanup(Action dispose) : IDisposable
{
    public void Dispose() => dispose();
}

public static class Tailing
{
    // The returned object releases both.
    public static IDisposable Follow(string path, Action<string> line)
    {
        FileSystemWatcher watcher = new(Path.GetDirectoryName(path) ?? ".");
        StreamReader reader;
        try
        {
            reader = new StreamReader(path);
        }
        catch
        {
            watcher.Dispose();
            throw;
        }

        watcher.Changed += (_, _) =>
        {
            while (reader.ReadLine() is { } next)
                line(next);
        };
        return new Cleanup(() =>
        {
            watcher.Dispose();
            reader.Dispose();
        });
    }
}
