public sealed class RollingLog : IDisposable
{
    private readonly string _folder;
    private readonly object _gate = new();
    private StreamWriter? _writer;
    private DateOnly _day;

    public RollingLog(string folder) => _folder = folder;

    public void Write(string line)
    {
        lock (_gate)
        {
            DateOnly today = DateOnly.FromDateTime(DateTime.UtcNow);
            if (_writer is null || _day != today)
            {
                _writer?.Dispose();
                _writer = null;
                _writer = new StreamWriter(Path.Combine(_folder, $"{today:yyyyMMdd}.log"), append: true);
                _day = today;
            }

            _writer.WriteLine(line);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }
}
