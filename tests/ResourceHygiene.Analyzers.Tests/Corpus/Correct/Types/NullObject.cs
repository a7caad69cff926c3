public interface ISpan : IDisposable
{
    void Tag(string name);
}

public sealed class NullSpan : ISpan
{
    public static readonly NullSpan Instance = new();

    public void Tag(string name)
    {
    }

    public void Dispose()
    {
    }
}

public sealed class FileSpan(string path) : ISpan
{
    private readonly StreamWriter _writer = new(path);
    public void Tag(string name) => _writer.WriteLine(name);
    public void Dispose() => _writer.Dispose();
}

public sealed class Tracing(string? path)
{
    public ISpan Begin() => path is null ? NullSpan.Instance : new FileSpan(path);

    public void Run(Action work)
    {
        using ISpan span = Begin();
        span.Tag("run");
        work();
    }
}
