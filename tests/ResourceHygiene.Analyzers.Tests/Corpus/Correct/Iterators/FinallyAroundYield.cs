public static class Blocks
{
    public static IEnumerable<byte[]> Read(string path)
    {
        FileStream file = File.OpenRead(path);
        try
        {
            byte[] block = new byte[512];
            while (file.Read(block) > 0)
                yield return (byte[])block.Clone();
        }
        finally
        {
            file.Dispose();
        }
    }
}
