public sealed partial class Session
{
    private readonly FileStream _log;
    private HttpClient? _client;

    public Session(string path) => _log = File.Create(path);

    public HttpClient Connect() => _client ??= new HttpClient();
}

public sealed partial class Session : IDisposable
{
    partial void OnDisposing();

    public void Dispose()
    {
        OnDisposing();
        _client?.Dispose();
        _log.Dispose();
    }
}
