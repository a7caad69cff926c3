public sealed class SharedLog : IDisposable
{
    private readonly Mutex _mutex = new(initiallyOwned: false, @"Global\log");
    private readonly string _path;

    public SharedLog(string path) => _path = path;

    public bool TryAppend(string line, TimeSpan patience)
    {
        bool isHeld = false;
        try
        {
            try
            {
                isHeld = _mutex.WaitOne(patience);
            }
            catch (AbandonedMutexException)
            {
                isHeld = true;
            }

            if (!isHeld)
                return false;
            File.AppendAllText(_path, line);
            return true;
        }
        finally
        {
            if (isHeld)
                _mutex.ReleaseMutex();
        }
    }

    public void Dispose() => _mutex.Dispose();
}
