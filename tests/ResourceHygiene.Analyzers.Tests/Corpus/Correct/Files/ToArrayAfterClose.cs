using System.IO.Compression;

public static class Gzip
{
    public static byte[] Compress(ReadOnlySpan<byte> data)
    {
        MemoryStream target = new();
        using (GZipStream zip = new(target, CompressionLevel.Optimal))
            zip.Write(data);
        // What was written is there for good, though the stream is closed with the compressor.
        return target.ToArray();
    }
}
