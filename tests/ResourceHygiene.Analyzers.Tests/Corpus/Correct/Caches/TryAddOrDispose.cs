using System.Collections.Concurrent;

public sealed class Sessions
{
    private readonly ConcurrentDictionary<Guid, Stream> _streams = new();

    public bool Register(Guid id, string path)
    {
        Stream stream = new FileStream(path, FileMode.Append);
        if (_streams.TryAdd(id, stream))
            return true;
        stream.Dispose();
        return false;
    }

    public void Close(Guid id)
    {
        if (_streams.TryRemove(id, out Stream? stream))
            stream.Dispose();
    }
}
