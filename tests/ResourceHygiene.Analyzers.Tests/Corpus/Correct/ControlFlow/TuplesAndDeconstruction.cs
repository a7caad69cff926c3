public static class Carriers
{
    private static (FileStream Data, MemoryStream Index) OpenBoth(string path) => (File.OpenRead(path), new MemoryStream());

    public static long Total(string path)
    {
        var (data, index) = OpenBoth(path);
        using (data)
        using (index)
        {
            data.CopyTo(index);
            return data.Length + index.Length;
        }
    }

    public static KeyValuePair<string, Stream> Named(string path) => new(Path.GetFileName(path), File.OpenRead(path));

    public static Tuple<Stream, int> Numbered(string path, int number)
    {
        Stream stream = File.OpenRead(path);
        return Tuple.Create(stream, number);
    }
}
