public sealed class Channel(Stream stream, TimeSpan timeout) : IDisposable
{
    public TimeSpan Timeout => timeout;
    public void Dispose() => stream.Dispose();
}

public sealed class ChannelBuilder
{
    private Stream? _stream;
    private TimeSpan _timeout = TimeSpan.FromSeconds(1);

    public ChannelBuilder WithStream(Stream stream)
    {
        _stream = stream;
        return this;
    }

    public ChannelBuilder WithTimeout(TimeSpan timeout)
    {
        _timeout = timeout;
        return this;
    }

    public Channel Build() => new(_stream ?? Stream.Null, _timeout);
}

public static class Channels
{
    public static TimeSpan Probe()
    {
        using Channel channel = new ChannelBuilder().WithStream(new MemoryStream()).WithTimeout(TimeSpan.FromSeconds(3)).Build();
        return channel.Timeout;
    }
}
