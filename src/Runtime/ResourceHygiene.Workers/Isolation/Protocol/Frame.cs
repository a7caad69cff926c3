using System.Buffers;

namespace ResourceHygiene.Workers;

/// <summary>One frame that was received. Its body lies in a rented array, which goes back with <see cref="Dispose"/>.</summary>
internal sealed class Frame(FrameHeader header, byte[]? body, SegmentDescriptor[] payloads) : IDisposable
{
    private byte[]? _body = body;

    public FrameHeader Header => header;

    public FrameKind Kind => header.Kind;

    public SegmentDescriptor[] Payloads => payloads;

    public ReadOnlyMemory<byte> Body => _body is null ? default : _body.AsMemory(0, header.BodyLength);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _body, null) is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
