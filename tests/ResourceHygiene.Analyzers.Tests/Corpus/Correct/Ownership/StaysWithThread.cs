public static class Background
{
    // Each thread keeps its own for as long as it lives.
    [ThreadStatic]
    private static MemoryStream? t_scratch;

    private static readonly AsyncLocal<Stream?> s_ambient = new();

    public static MemoryStream Scratch()
    {
        MemoryStream scratch = t_scratch ??= new MemoryStream();
        scratch.SetLength(0);
        return scratch;
    }

    public static async Task RunAsync(string path, Func<Task> work)
    {
        await using FileStream stream = File.OpenRead(path);
        s_ambient.Value = stream;
        try
        {
            await work();
        }
        finally
        {
            s_ambient.Value = null;
        }
    }
}
