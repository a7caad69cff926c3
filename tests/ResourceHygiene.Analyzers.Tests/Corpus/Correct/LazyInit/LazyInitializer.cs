public sealed class Registry : IDisposable
{
    private Timer? _timer;
    private bool _isMade;
    private object? _gate;

    public Timer Timer => System.Threading.LazyInitializer.EnsureInitialized(ref _timer, ref _isMade, ref _gate, static () => new Timer(static _ => { }))!;

    public void Start() => Timer.Change(TimeSpan.Zero, TimeSpan.FromSeconds(1));

    public void Dispose()
    {
        if (_isMade)
            Timer.Dispose();
    }
}
