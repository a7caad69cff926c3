public class Window : IDisposable
{
    private IntPtr _handle = 1;

    public event EventHandler? Closed;

    public void Show() => _handle++;

    public void Close() => Closed?.Invoke(this, EventArgs.Empty);

    public void Dispose()
    {
        _handle = 0;
        GC.SuppressFinalize(this);
    }
}

public sealed class Shell : IDisposable
{
    private Window? _log;

    public void ToggleLog()
    {
        if (_log is null)
        {
            _log = new Window();
            _log.Closed += OnLogClosed;
            _log.Show();
        }
        else
        {
            _log.Close();
        }
    }

    public void Dispose() => _log?.Dispose();

    private void OnLogClosed(object? sender, EventArgs e)
    {
        _log!.Closed -= OnLogClosed;
        _log.Dispose();
        _log = null;
    }
}
