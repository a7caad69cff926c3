public sealed class Rendezvous
{
    private readonly TaskCompletionSource<Stream> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Stream> Stream => _ready.Task;

    public void Offer(string path)
    {
        FileStream stream = File.OpenRead(path);
        if (!_ready.TrySetResult(stream))
            stream.Dispose();
    }

    public static Task<Stream> Completed(byte[] data) => Task.FromResult<Stream>(new MemoryStream(data));

    public async Task<int> FirstAsync()
    {
        using Stream stream = await Stream.ConfigureAwait(false);
        return stream.ReadByte();
    }
}
