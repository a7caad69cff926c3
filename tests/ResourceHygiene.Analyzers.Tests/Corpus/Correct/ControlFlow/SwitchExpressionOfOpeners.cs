using System.IO.Compression;

public static class Openers
{
    public static Stream Open(string path)
    {
        FileStream file = File.OpenRead(path);
        try
        {
            return Path.GetExtension(path) switch
            {
                ".gz" => new GZipStream(file, CompressionMode.Decompress),
                ".br" => new BrotliStream(file, CompressionMode.Decompress),
                ".z" => new ZLibStream(file, CompressionMode.Decompress),
                "" or ".bin" => file,
                var other => throw new NotSupportedException(other),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
