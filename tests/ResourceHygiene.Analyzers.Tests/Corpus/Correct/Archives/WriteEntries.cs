using System.IO.Compression;

public static class Backup
{
    public static byte[] Pack(IReadOnlyDictionary<string, byte[]> files)
    {
        using MemoryStream buffer = new();
        using (ZipArchive archive = new(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] data) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(data);
            }
        }

        return buffer.ToArray();
    }
}
