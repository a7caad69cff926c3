using System.Formats.Tar;
using System.IO.Compression;

public static class Tarballs
{
    public static async Task<List<string>> NamesAsync(string path)
    {
        List<string> names = [];
        await using FileStream file = File.OpenRead(path);
        await using GZipStream unzipped = new(file, CompressionMode.Decompress);
        await using TarReader reader = new(unzipped);
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            names.Add(entry.Name);
            if (entry.DataStream is { } data)
                await data.CopyToAsync(Stream.Null);
        }

        return names;
    }
}
