using ClipStudio.Memory;
using ResourceHygiene;

namespace ClipStudio.Audio;

/// <summary>A recording whose decoded samples may be let go at any time between uses; the next use decodes them again.</summary>
internal sealed partial class Recording(WavFormat format, MemoryBudget budget)
{
    public WavFormat Format => format;

    public static long SizeFor(WavFormat format) => format.Frames * (long)sizeof(float);

    [TrackedResource(Type = ResourceTypes.AudioCache)]
    private partial NativeBlock<float>? Samples { get; set; }

    /// <summary>Pins the samples in memory until the lease is returned, decoding them first when they are not there.</summary>
    public Lease Open(out ReadOnlySpan<float> samples)
    {
        Lease lease;
        NativeBlock<float>? block;
        while (!TryLeaseSamples(out lease, out block))
            Decode();
        samples = block.Span;
        return lease;
    }

    private void Decode()
    {
        budget.MakeRoom(SizeFor(format), "decoded audio");
        var block = new NativeBlock<float>(format.Frames);
        try
        {
            WavFile.Decode(format, block.Span);
        }
        catch
        {
            block.Dispose();
            throw;
        }

        Samples = block;
    }
}
