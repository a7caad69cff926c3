using ClipStudio.Memory;
using ResourceHygiene;

namespace ClipStudio.Rendering;

/// <summary>The rendered frames of one clip. When they have to go before they were used, they are saved to the scratch directory first.</summary>
[TrackedResource(Type = ResourceTypes.RenderCache)]
internal sealed partial class ClipFrames
{
    public const int PerSecond = 10;

    [Owned] private readonly NativeBlock<byte> _pixels;
    private readonly string _savedPath;

    public ClipFrames(string clip, int count, ScratchDirectory scratch)
    {
        Count = count;
        _savedPath = scratch.PathOf(clip + ".frames");
        _pixels = new(count * Canvas.Bytes);
        Track(clip, _pixels.SizeInBytes, dependsOn: [scratch.Handle]);
    }

    public int Count { get; }

    public static long SizeFor(int count) => count * (long)Canvas.Bytes;

    /// <summary>A frame to draw into. Call it only under a lease.</summary>
    public Span<byte> this[int index] => _pixels.Span.Slice(index * Canvas.Bytes, Canvas.Bytes);

    /// <summary>Shows each frame in order, from memory or, when the frames were let go, from where they were saved.</summary>
    public void ForEach(FrameAction show)
    {
        if (TryLease(out Lease lease))
        {
            using (lease)
            {
                for (int i = 0; i < Count; i++)
                    show(this[i], i);
            }

            return;
        }

        using FileStream saved = File.OpenRead(_savedPath);
        byte[] frame = new byte[Canvas.Bytes];
        for (int i = 0; i < Count; i++)
        {
            saved.ReadExactly(frame);
            show(frame, i);
        }
    }

    [Persist]
    private void Save(ReleaseContext context)
    {
        if (context.Reason == ReleaseReason.Exit)
            return;   // nobody will read them: the scratch directory goes too
        using FileStream saved = File.Create(_savedPath);
        saved.Write(_pixels.Span);
    }

    internal delegate void FrameAction(ReadOnlySpan<byte> frame, int index);
}
