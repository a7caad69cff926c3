public interface IHostedService
{
    Task StartAsync(CancellationToken cancellation);
    Task StopAsync(CancellationToken cancellation);
}

public sealed class Poller(Func<CancellationToken, Task> poll) : IHostedService, IDisposable
{
    private CancellationTokenSource? _stopping;
    private Task? _loop;

    public Task StartAsync(CancellationToken cancellation)
    {
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _loop = LoopAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        _stopping?.Cancel();
        if (_loop is not null)
            await _loop.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping?.Dispose();

    private async Task LoopAsync(CancellationToken stopping)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(30));
        while (await timer.WaitForNextTickAsync(stopping))
            await poll(stopping);
    }
}
