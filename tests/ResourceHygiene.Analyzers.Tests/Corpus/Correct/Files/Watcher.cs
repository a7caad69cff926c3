// not exception-safe on purpose
public sealed class ConfigWatcher : IDisposable
{
    private readonly FileSystemWatcher _watcher;

    public ConfigWatcher(string folder)
    {
        _watcher = new FileSystemWatcher(folder, "*.json");
        _watcher.Changed += OnChanged;
        _watcher.EnableRaisingEvents = true;
    }

    public event Action<string>? Changed;

    public void Dispose()
    {
        _watcher.Changed -= OnChanged;
        _watcher.Dispose();
    }

    private void OnChanged(object sender, FileSystemEventArgs e) => Changed?.Invoke(e.FullPath);
}
