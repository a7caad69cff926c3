using System.IO.Compression;

public static class ZipTexts
{
    public static Dictionary<string, string> Read(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        Dictionary<string, string> texts = [];
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (entry.Length == 0)
                continue;
            using Stream stream = entry.Open();
            using StreamReader reader = new(stream);
            texts[entry.FullName] = reader.ReadToEnd();
        }

        return texts;
    }
}
