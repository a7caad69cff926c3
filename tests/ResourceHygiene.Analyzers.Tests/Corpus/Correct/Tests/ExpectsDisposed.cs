public static class Assert
{
    public static void Throws<T>(Action action)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (T)
        {
            return;
        }

        throw new InvalidOperationException($"{typeof(T).Name} was expected.");
    }

    public static void True(bool condition)
    {
        if (!condition)
            throw new InvalidOperationException();
    }
}

public sealed class MemoryStreamTests
{
    public void Bytes_survive_disposing()
    {
        MemoryStream stream = new([1, 2]);
        stream.Dispose();
        Assert.True(stream.ToArray().Length == 2);
        Assert.True(stream is not null);
    }
}
