using System.IO.Compression;

public static class LogFiles
{
    public static Stream Open(string path)
    {
        FileStream file = File.OpenRead(path);
        try
        {
            bool isCompressed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
            file.Position = 0;
            return isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
