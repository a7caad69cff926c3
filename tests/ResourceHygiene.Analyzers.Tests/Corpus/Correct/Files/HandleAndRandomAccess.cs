using Microsoft.Win32.SafeHandles;

public static class Blocks
{
    public static byte[] ReadBlock(string path, int index, int size)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);
        byte[] block = new byte[size];
        int read = RandomAccess.Read(handle, block, (long)index * size);
        return block[..read];
    }

    public static FileStream Open(string path)
    {
        SafeFileHandle handle = File.OpenHandle(path);
        try
        {
            return new FileStream(handle, FileAccess.Read);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
