public static class Bridge
{
    public static string Read(string path)
    {
        using var reader = new StreamReader(path);
        return reader.ReadToEndAsync().GetAwaiter().GetResult();
    }

    public static void Write(string path, string text)
    {
        using var writer = new StreamWriter(path);
        writer.WriteAsync(text).Wait();
    }
}
