using System.IO.Compression;

public sealed class Package : IDisposable
{
    private readonly ZipArchive _archive;

    public Package(Stream stream) => _archive = new ZipArchive(stream, ZipArchiveMode.Read);

    public Stream? OpenPart(string name) => _archive.GetEntry(name)?.Open();

    public bool Has(string name) => _archive.GetEntry(name) is not null;

    public string ReadPart(string name)
    {
        using Stream? part = OpenPart(name);
        if (part is null)
            return "";
        using StreamReader reader = new(part);
        return reader.ReadToEnd();
    }

    public void Dispose() => _archive.Dispose();
}
