using System.Diagnostics.CodeAnalysis;

public sealed class LockFile : IDisposable
{
    private readonly FileStream _stream;

    private LockFile(FileStream stream) => _stream = stream;

    public static bool TryAcquire(string path, [NotNullWhen(true)] out LockFile? held)
    {
        held = null;
        try
        {
            held = new LockFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
        }
        catch (IOException)
        {
            return false;
        }

        return true;
    }

    public static bool RunExclusively(string path, Action work)
    {
        if (!TryAcquire(path, out LockFile? held))
            return false;
        using (held)
        {
            work();
            return true;
        }
    }

    public void Dispose() => _stream.Dispose();
}
