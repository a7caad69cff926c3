public sealed class Pipeline(Func<string, Stream> open)
{
    public long Length(string name)
    {
        using Stream stream = open(name);
        return stream.Length;
    }

    public static Pipeline ForFolder(string folder) => new(name => File.OpenRead(Path.Combine(folder, name)));

    public static Pipeline ForMemory(IReadOnlyDictionary<string, byte[]> files)
    {
        Stream Open(string name) => new MemoryStream(files[name], writable: false);
        return new Pipeline(Open);
    }
}
