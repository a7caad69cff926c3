namespace ResourceHygiene.Workers;

// Which segments the worker has been told of: it keeps them mapped, and with that their memory, until it is told to forget them.
internal sealed partial class WorkerProcess
{
    private readonly HashSet<long> _told = [];
    private readonly Queue<long> _toForget = new();
    private SegmentPool? _segments;

    private SegmentPool Segments => _options.Segments ?? SegmentPool.Shared;

    private void NoteTold(SegmentPool segments, ReadOnlySpan<SegmentDescriptor> payloads)
    {
        if (payloads.IsEmpty)
            return;

        lock (_told)
        {
            if (_segments is null && Volatile.Read(ref _isEnding) == 0)
            {
                _segments = segments;
                segments.SegmentReleased += OnSegmentReleased;
            }
            foreach (var payload in payloads)
                _told.Add(payload.SegmentId);
        }
    }

    private void OnSegmentReleased(long segmentId)
    {
        lock (_told)
        {
            if (!_told.Remove(segmentId))
                return;
            _toForget.Enqueue(segmentId);
        }
        TellToForget();
    }

    /// <summary>Not where somebody is stuck in a write: then with the next call.</summary>
    private void TellToForget()
    {
        lock (_told)
        {
            try
            {
                while (_toForget.TryPeek(out var segmentId) && _writer.TryWrite(new FrameHeader(FrameKind.Forget, 0, Value: segmentId)))
                    _toForget.Dequeue();
            }
            catch (IOException)
            {
                // The worker is gone, and its mappings with it.
                _toForget.Clear();
            }
        }
    }

    private void ForgetSegments()
    {
        lock (_told)
        {
            if (_segments is not null)
                _segments.SegmentReleased -= OnSegmentReleased;
            _segments = null;
        }
    }
}
