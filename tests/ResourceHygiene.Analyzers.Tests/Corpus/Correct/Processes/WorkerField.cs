using System.Diagnostics;

public sealed class Worker : IDisposable
{
    private Process? _process;

    public void Restart(string file)
    {
        Stop();
        _process = Process.Start(new ProcessStartInfo(file));
    }

    public void Stop()
    {
        if (_process is not { } process)
            return;
        _process = null;
        using (process)
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    public void Dispose() => Stop();
}
