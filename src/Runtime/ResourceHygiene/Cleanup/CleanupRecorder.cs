namespace ResourceHygiene;

/// <summary>
/// Collects what becomes of each thing while a clean-up runs on one thread; another may close it at any time, so that
/// what hangs cannot hold the report back. One of fixed size allocates nothing once made.
/// </summary>
internal sealed class CleanupRecorder
{
    private readonly object _gate = new();
    private readonly CleanupReport _report = new();
    private readonly bool _isFixed;
    private CleanupItem[] _items;
    private CleanupCounts _counts;
    private CleanupItem? _running;
    private bool _closed;

    public CleanupRecorder(int fixedSize = 0)
    {
        _isFixed = fixedSize > 0;
        _items = new CleanupItem[_isFixed ? fixedSize : 16];
    }

    private int Listed => Math.Min(_counts.Sum, _items.Length);

    /// <summary>Says what is about to run; false once the report was taken: then it must not be begun.</summary>
    public bool TryStart(in CleanupItem item)
    {
        lock (_gate)
        {
            if (_closed)
                return false;

            _running = item;
            return true;
        }
    }

    /// <summary>What was started has ended, with nothing to report where somebody else had done it.</summary>
    public void Finish(in CleanupItem? item)
    {
        lock (_gate)
        {
            _running = null;
            if (item is { } ended && !_closed)
                AddLocked(ended);
        }
    }

    /// <summary>Something apart from what was started.</summary>
    public void Add(in CleanupItem item)
    {
        lock (_gate)
        {
            if (!_closed)
                AddLocked(item);
        }
    }

    /// <summary>
    /// Ends the work: what still runs counts as failed, and what comes later is not listed any more, but for
    /// <see cref="AddLast"/>. To be called once.
    /// </summary>
    /// <returns>The resource whose release still runs.</returns>
    public ResourceHandle Seal()
    {
        lock (_gate)
        {
            _closed = true;
            if (_running is not { } hanging)
                return ResourceHandle.None;

            var overrun = new TimeoutException($"{hanging.Name} was still running at the end of the time.");
            AddLocked(hanging with { Status = CleanupItemStatus.Failed, Error = overrun, Message = overrun.Message });
            return hanging.Resource;
        }
    }

    /// <summary>Something found after <see cref="Seal"/>.</summary>
    public void AddLast(in CleanupItem item)
    {
        lock (_gate)
            AddLocked(item);
    }

    /// <summary>The report of what was sealed.</summary>
    public CleanupReport Report(CleanupLevel level, TimeSpan duration)
    {
        lock (_gate)
        {
            _report.Fill(level, _items, Listed, _counts, duration);
            return _report;
        }
    }

    private void AddLocked(in CleanupItem item)
    {
        var index = _counts.Sum;
        if (index == _items.Length && !_isFixed)
            Array.Resize(ref _items, index * 2);
        if (index < _items.Length)
            _items[index] = item;
        _counts.Add(item);
    }
}

/// <summary>The sums of a clean-up.</summary>
internal struct CleanupCounts
{
    public int Cleaned;
    public int Kept;
    public int Failed;
    public int NotReached;
    public long BytesFreed;

    public readonly int Sum => Cleaned + Kept + Failed + NotReached;

    public void Add(in CleanupItem item)
    {
        BytesFreed += item.BytesFreed;
        switch (item.Status)
        {
            case CleanupItemStatus.Cleaned:
                Cleaned++;
                break;
            case CleanupItemStatus.Kept:
                Kept++;
                break;
            case CleanupItemStatus.Failed:
                Failed++;
                break;
            default:
                NotReached++;
                break;
        }
    }
}
