public sealed class Log : IAsyncDisposable
{
    private readonly StreamWriter _writer;

    public Log(string path) => _writer = new StreamWriter(path);

    public Task AddAsync(string line) => _writer.WriteLineAsync(line);

    public async ValueTask DisposeAsync()
    {
        await _writer.FlushAsync();
        await _writer.DisposeAsync();
    }
}
