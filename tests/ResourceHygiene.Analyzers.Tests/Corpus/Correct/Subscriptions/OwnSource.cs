public sealed class Job : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public Job(Action stopped) => _stop.Token.Register(stopped);

    public void Stop() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();
}
