using ClipStudio.Memory;
using ClipStudio.Rendering;
using ResourceHygiene;

namespace ClipStudio.Subtitles;

/// <summary>
/// The subtitles by time, each with its caption drawn once and blended into every frame. Captions are drawn when they
/// are first needed and can be dropped one by one; the text stays.
/// </summary>
[TrackedResource(Type = ResourceTypes.SubtitleIndex)]
internal sealed partial class SubtitleIndex : ISizedResource
{
    private readonly Dictionary<int, NativeBlock<byte>> _captions = [];
    private TimeSpan _position;

    public SubtitleIndex(string path)
    {
        Cues = SubRip.Parse(path);
        for (int i = 0; i < Cues.Count; i++)
            _captions.Add(i, CaptionBitmap.Draw(Cues[i].Text));
        Track(Path.GetFileName(path));
    }

    public IReadOnlyList<Cue> Cues { get; }

    public long SizeInBytes
    {
        get
        {
            lock (_captions)
                return _captions.Values.Sum(caption => caption.SizeInBytes);
        }
    }

    public static long SizeFor(int cues) => cues * (long)CaptionBitmap.Bytes;

    /// <summary>The caption shown at a moment; empty when nothing is said. Call it only under a lease.</summary>
    public ReadOnlySpan<byte> CaptionAt(TimeSpan time)
    {
        lock (_captions)
        {
            _position = time;
            for (int i = 0; i < Cues.Count; i++)
            {
                if (Cues[i].Start <= time && time < Cues[i].End)
                    return Caption(i).Span;
            }

            return [];
        }
    }

    /// <summary>Drops the captions that were shown already, the oldest first: rendering moves forward.</summary>
    [Trim]
    private long DropShownCaptions(TrimRequest request)
    {
        long freed = 0;
        lock (_captions)
        {
            foreach (int i in _captions.Keys.Where(i => Cues[i].End <= _position).Order().ToList())
            {
                if (freed >= request.BytesWanted)
                    break;
                freed += _captions[i].SizeInBytes;
                _captions[i].Dispose();
                _captions.Remove(i);
            }
        }

        return freed;
    }

    partial void OnReleased(in ReleaseContext context)
    {
        lock (_captions)
        {
            foreach (NativeBlock<byte> caption in _captions.Values)
                caption.Dispose();
            _captions.Clear();
        }
    }

    private NativeBlock<byte> Caption(int i)
    {
        if (!_captions.TryGetValue(i, out NativeBlock<byte>? caption))
            _captions.Add(i, caption = CaptionBitmap.Draw(Cues[i].Text));
        return caption;
    }
}
