using ResourceHygiene.Workers;

namespace ClipStudio.Rendering;

/// <summary>Paints frames in a process of its own: whatever goes wrong there costs one frame, which is painted again, and none of its memory stays.</summary>
internal sealed partial class FrameWorker
{
    // One for all frames: what a command returns is on its way before the next one begins.
    private readonly byte[] _pixels = new byte[Canvas.Bytes];

    /// <summary>Paints one frame; the parameters are those of <see cref="FramePainter"/>.</summary>
    /// <returns>The frame, see <see cref="Canvas.Bytes"/>.</returns>
    [WorkerCommand]
    public byte[] Paint(ReadOnlySpan<float> peaks, double position, ReadOnlySpan<byte> caption)
    {
        FramePainter.Paint(_pixels, peaks, position, caption);
        return _pixels;
    }
}
