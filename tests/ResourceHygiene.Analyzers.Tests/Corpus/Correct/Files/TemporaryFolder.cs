public sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("work").FullName;

    public FileStream Create(string name) => new(Path.Combine(_path, name), FileMode.CreateNew);

    public string Write(string name, string text)
    {
        using FileStream stream = Create(name);
        using StreamWriter writer = new(stream);
        writer.Write(text);
        return stream.Name;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
