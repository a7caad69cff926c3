public sealed class Handle : IDisposable
{
    private Stream? _stream = new MemoryStream();

    public void Write(byte value) => _stream?.WriteByte(value);

    void IDisposable.Dispose()
    {
        _stream?.Dispose();
        _stream = null;
    }
}

public static class HandleUse
{
    public static void Run()
    {
        using Handle first = new();
        first.Write(1);

        Handle second = new();
        try
        {
            second.Write(2);
        }
        finally
        {
            ((IDisposable)second).Dispose();
        }

        var third = new Handle();
        try
        {
            third.Write(3);
        }
        finally
        {
            (third as IDisposable)?.Dispose();
        }
    }
}
