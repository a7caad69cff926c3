#define TRACE_FILE

public sealed class Tracer : IDisposable
{
#if TRACE_FILE
    private readonly StreamWriter _writer = new("trace.log");
#else
    private readonly StringWriter _writer = new();
#endif

    public void Write(string line)
    {
#if DEBUG_MORE
        using StringWriter more = new();
        more.Write(line);
#endif
        _writer.WriteLine(line);
    }

    public void Dispose()
    {
#if TRACE_FILE
        _writer.Dispose();
#endif
    }
}
