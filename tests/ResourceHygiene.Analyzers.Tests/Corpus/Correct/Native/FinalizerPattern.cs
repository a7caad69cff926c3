public class NativeResource : IDisposable
{
    private readonly Stream _managed = new MemoryStream();
    private IntPtr _handle = 1;
    private bool _isDisposed;

    ~NativeResource() => Dispose(disposing: false);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_isDisposed)
            return;
        if (disposing)
            _managed.Dispose();
        _handle = IntPtr.Zero;
        _isDisposed = true;
    }

    public bool IsOpen => _handle != IntPtr.Zero;
}

public sealed class DerivedResource : NativeResource
{
    private readonly Timer _timer = new(static _ => { });

    protected override void Dispose(bool disposing)
    {
        try
        {
            if (disposing)
                _timer.Dispose();
        }
        finally
        {
            base.Dispose(disposing);
        }
    }
}
