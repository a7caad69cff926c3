namespace ResourceHygiene.Workers;

/// <summary>How often the reading thread is to begin. Turns may be given when it is long gone, so there is nothing here to dispose.</summary>
internal sealed class ReadTurns
{
    private readonly object _gate = new();
    private int _given;

    /// <summary>Gives a turn.</summary>
    public void Give()
    {
        lock (_gate)
        {
            _given++;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for a turn, and takes it.</summary>
    public void Take()
    {
        lock (_gate)
        {
            while (_given == 0)
                Monitor.Wait(_gate);
            _given--;
        }
    }
}
