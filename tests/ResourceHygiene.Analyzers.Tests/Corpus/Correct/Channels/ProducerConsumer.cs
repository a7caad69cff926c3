using System.Threading.Channels;

public sealed class Work(string path) : IDisposable
{
    private readonly MemoryStream _data = new();
    public string Path => path;
    public void Dispose() => _data.Dispose();
}

public sealed class WorkQueue
{
    private readonly Channel<Work> _channel = Channel.CreateBounded<Work>(16);

    public async Task ProduceAsync(IEnumerable<string> paths, CancellationToken cancellation)
    {
        foreach (string path in paths)
        {
            Work work = new(path);
            try
            {
                await _channel.Writer.WriteAsync(work, cancellation);
            }
            catch
            {
                work.Dispose();
                throw;
            }
        }

        _channel.Writer.Complete();
    }

    public async Task ConsumeAsync(Action<Work> handle)
    {
        await foreach (Work work in _channel.Reader.ReadAllAsync())
        {
            using (work)
                handle(work);
        }
    }
}
