public static class Openers
{
    public static IReadOnlyList<Stream> OpenAll(IEnumerable<string> paths)
    {
        List<Stream> streams = [];
        try
        {
            foreach (string path in paths)
                streams.Add(File.OpenRead(path));
        }
        catch
        {
            foreach (Stream stream in streams)
                stream.Dispose();
            throw;
        }

        return streams;
    }

    public static Dictionary<string, Stream> ByName(IReadOnlyDictionary<string, byte[]> data) =>
        data.ToDictionary(static pair => pair.Key, static pair => (Stream)new MemoryStream(pair.Value));

    public static Stream[] Several() => [new MemoryStream(), Stream.Null, new MemoryStream([1])];
}
