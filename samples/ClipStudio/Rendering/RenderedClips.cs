using ClipStudio.Pipeline;
using ResourceHygiene;

namespace ClipStudio.Rendering;

/// <summary>Clips that were rendered and not yet written, first in, first out. Owns the frames it holds.</summary>
internal sealed class RenderedClips : IDisposable
{
    private readonly Queue<(Clip Clip, ClipFrames Frames)> _queue = [];

    public void Add(Clip clip, [TakesOwnership] ClipFrames frames) => _queue.Enqueue((clip, frames));

    /// <summary>The next clip; its frames are the caller's to release.</summary>
    public (Clip Clip, ClipFrames Frames) Take() => _queue.Dequeue();

    public void Dispose()
    {
        while (_queue.TryDequeue(out (Clip Clip, ClipFrames Frames) next))
            next.Frames.Dispose();
    }
}
