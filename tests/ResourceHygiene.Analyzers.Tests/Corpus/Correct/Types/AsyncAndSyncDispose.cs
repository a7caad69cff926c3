public sealed class DualWriter : IDisposable, IAsyncDisposable
{
    private readonly FileStream _stream;

    public DualWriter(string path) => _stream = new FileStream(path, FileMode.Create);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data) => _stream.WriteAsync(data);

    public void Dispose() => _stream.Dispose();

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}

public static class DualUse
{
    public static async Task WriteAsync(string path, byte[] data)
    {
        await using (var writer = new DualWriter(path))
            await writer.WriteAsync(data);

        DualWriter second = new(path + ".copy");
        try
        {
            await second.WriteAsync(data);
        }
        finally
        {
            await second.DisposeAsync().ConfigureAwait(false);
        }
    }
}
