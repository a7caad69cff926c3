public sealed class Frame : IDisposable
{
    private byte[]? _data = new byte[64];
    public bool IsEmpty => _data is not { Length: > 0 };
    public void Dispose() => _data = null;
}

public sealed class Animation : IDisposable
{
    private readonly List<Frame> _frames = [];

    public void Record(Func<Frame?> grab)
    {
        while (grab() is { } frame)
        {
            if (frame.IsEmpty)
                frame.Dispose();
            else
                _frames.Add(frame);
        }
    }

    public void Dispose()
    {
        foreach (var frame in _frames)
            frame.Dispose();
        _frames.Clear();
    }
}
