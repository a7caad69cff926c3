using SystemTimer = System.Timers.Timer;

public sealed class Heartbeat : IDisposable
{
    private readonly SystemTimer _timer;
    private int _beats;

    public Heartbeat(double milliseconds)
    {
        _timer = new SystemTimer(milliseconds) { AutoReset = true };
        _timer.Elapsed += (_, _) => Interlocked.Increment(ref _beats);
        _timer.Start();
    }

    public int Beats => _beats;

    public void Dispose()
    {
        _timer.Stop();
        _timer.Dispose();
    }
}
