using ClipStudio.Pipeline;
using ResourceHygiene;
using ResourceHygiene.Workers;

namespace ClipStudio.Rendering;

/// <summary>
/// Has frames painted by a worker process, and by another one where the first is lost: a frame is made of its arguments and nothing else, so it may
/// be asked for again.
/// </summary>
internal sealed class FramePainters : IDisposable
{
    private const int Attempts = 3;

    private readonly SegmentPool _segments;
    private readonly FrameWorkerClient _client;

    public FramePainters(WorkerMode mode)
    {
        // The budget is about what the pipeline keeps, not about workers and what is on its way to them: those are tracked elsewhere.
        var tracker = new ResourceTracker();
        _segments = new(new() { Name = "frames", Tracker = tracker });
        _client = new(new WorkerOptions { Mode = mode, Tracker = tracker, Segments = _segments });
    }

    /// <summary>How many workers were lost while they painted.</summary>
    public int Lost { get; private set; }

    /// <inheritdoc cref="FramePainter.Paint"/>
    public void Paint(Span<byte> pixels, ReadOnlySpan<float> peaks, double position, ReadOnlySpan<byte> caption)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                _client.PaintAsync(peaks, position, caption).AsTask().GetAwaiter().GetResult().CopyTo(pixels);
                return;
            }
            catch (WorkerException lost) when (lost.Failure is WorkerFailure.Crashed or WorkerFailure.TimedOut && attempt < Attempts)
            {
                Lost++;
            }
            catch (WorkerException failed)
            {
                throw new StudioException("frames", failed.Message.TrimEnd('.'), "Try --workers never, which paints them in this process");
            }
        }
    }

    public void Dispose()
    {
        _client.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _segments.Dispose();
    }
}
