public interface IAsyncLifetime
{
    Task InitializeAsync();
    Task DisposeAsync();
}

public sealed class ServerTests : IAsyncLifetime
{
    private HttpClient _client = null!;
    private FileStream? _log;

    public Task InitializeAsync()
    {
        _client = new HttpClient();
        _log = File.Create("server.log");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        if (_log is not null)
            await _log.DisposeAsync();
    }

    public async Task Answers()
    {
        using var response = await _client.GetAsync("http://localhost/");
        response.EnsureSuccessStatusCode();
    }
}
