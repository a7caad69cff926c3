// not exception-safe on purpose
using System.Net;

public sealed class ApiSession : IDisposable
{
    private readonly HttpClient _client;

    public ApiSession(Uri address)
    {
        var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        _client = new HttpClient(handler) { BaseAddress = address };
        _client.DefaultRequestHeaders.Add("User-Agent", "session/1.0");
    }

    public Task<string> GetAsync(string path) => _client.GetStringAsync(path);

    public void Dispose() => _client.Dispose();
}
