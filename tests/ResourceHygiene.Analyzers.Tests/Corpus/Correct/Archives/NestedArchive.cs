using System.IO.Compression;

public static class Nested
{
    public static int CountFiles(Stream stream, int depth = 0)
    {
        int count = 0;
        using ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            count++;
            if (depth < 3 && entry.Name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            {
                using Stream inner = entry.Open();
                using MemoryStream seekable = new();
                inner.CopyTo(seekable);
                seekable.Position = 0;
                count += CountFiles(seekable, depth + 1);
            }
        }

        return count;
    }
}
