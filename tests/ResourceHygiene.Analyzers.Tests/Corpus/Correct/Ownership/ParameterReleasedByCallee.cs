public static class Consuming
{
    /// <summary>Closes the stream, whatever happens.</summary>
    public static string ReadAndClose(Stream stream)
    {
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    public static string Read(string path) => ReadAndClose(File.OpenRead(path));

    public static async Task<string> ReadAsync(string path)
    {
        FileStream stream = File.OpenRead(path);
        return await Task.Run(() => ReadAndClose(stream));
    }
}
