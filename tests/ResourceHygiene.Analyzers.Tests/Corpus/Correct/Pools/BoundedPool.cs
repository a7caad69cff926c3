using System.Collections.Concurrent;

public sealed class Parser : IDisposable
{
    private byte[]? _state = new byte[256];
    public int Parse(string text) => text.Length + _state!.Length;
    public void Dispose() => _state = null;
}

public sealed class ParserPool
{
    private const int Max = 8;
    private readonly ConcurrentQueue<Parser> _pool = new();
    private int _count;

    public int Parse(string text)
    {
        Parser parser = _pool.TryDequeue(out Parser? pooled) ? pooled : new Parser();
        try
        {
            return parser.Parse(text);
        }
        finally
        {
            if (Interlocked.Increment(ref _count) <= Max)
                _pool.Enqueue(parser);
            else
                parser.Dispose();
        }
    }
}
