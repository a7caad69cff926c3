using System.Collections.Concurrent;

public sealed class Connections(Func<Stream> connect) : IDisposable
{
    private readonly ConcurrentBag<Stream> _idle = [];

    public Stream Rent()
    {
        if (_idle.TryTake(out Stream? idle))
            return idle;
        return connect();
    }

    public void Return(Stream stream) => _idle.Add(stream);

    public async Task<T> UseAsync<T>(Func<Stream, Task<T>> work)
    {
        Stream stream = Rent();
        try
        {
            return await work(stream);
        }
        finally
        {
            Return(stream);
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out Stream? stream))
            stream.Dispose();
    }
}
