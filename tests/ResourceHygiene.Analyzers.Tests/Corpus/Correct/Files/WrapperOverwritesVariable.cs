using System.IO.Compression;

public static class Packed
{
    public static byte[] ReadAll(string path)
    {
        Stream stream = File.OpenRead(path);
        try
        {
            if (path.EndsWith(".gz", StringComparison.Ordinal))
                stream = new GZipStream(stream, CompressionMode.Decompress);
            if (path.Contains(".br", StringComparison.Ordinal))
                stream = new BrotliStream(stream, CompressionMode.Decompress);
            using MemoryStream all = new();
            stream.CopyTo(all);
            return all.ToArray();
        }
        finally
        {
            stream.Dispose();
        }
    }
}
