public sealed class Mailer : IDisposable
{
    private HttpClient? _client;

    private HttpClient Client => _client ??= new HttpClient();

    public Task<string> PingAsync() => Client.GetStringAsync("http://mail/ping");

    public void Dispose()
    {
        _client?.Dispose();
        _client = null;
    }
}
