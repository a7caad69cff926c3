using System.Buffers;

namespace ResourceHygiene.Workers;

/// <summary>Writes frames to a stream, one after another: a small one with one blocking write. For any thread.</summary>
internal sealed class FrameWriter(Stream stream)
{
    private const int AtOnce = 16 * 1024;

    private readonly object _gate = new();
    private long _written;
    private bool _isClosed;

    /// <summary>How many bytes were written so far; of a frame that is being written all of them.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <returns>How many bytes were written by then, this frame included.</returns>
    /// <exception cref="IOException">Nobody reads any longer.</exception>
    public long Write(FrameHeader header, ReadOnlySpan<byte> body = default, ReadOnlySpan<SegmentDescriptor> payloads = default)
    {
        header = header with { BodyLength = body.Length, PayloadCount = payloads.Length };
        lock (_gate)
        {
            WriteLocked(header, body, payloads);
            return _written;
        }
    }

    /// <summary>Writes unless somebody else is at it, who may be stuck.</summary>
    /// <param name="header">All of the frame.</param>
    /// <param name="first">What happens before, if it is written.</param>
    public bool TryWrite(FrameHeader header, Action? first = null)
    {
        if (!Monitor.TryEnter(_gate))
            return false;

        try
        {
            first?.Invoke();
            WriteLocked(header, default, default);
            return true;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    /// <summary>Says <paramref name="last"/> and ends the stream, unless somebody is stuck in a write, which then ends with the process that does not read.</summary>
    public void TryClose(FrameHeader last)
    {
        if (!Monitor.TryEnter(_gate))
            return;

        try
        {
            if (_isClosed)
                return;
            WriteLocked(last, default, default);
            _isClosed = true;
            stream.Dispose();
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    private void WriteLocked(FrameHeader header, ReadOnlySpan<byte> body, ReadOnlySpan<SegmentDescriptor> payloads)
    {
        if (_isClosed)
            throw new IOException("The stream of frames is closed.");

        var length = FrameHeader.Size + payloads.Length * SegmentDescriptor.Size;
        // The header and the most payloads there can be fit the buffer; the body may not.
        var isSmall = length + body.Length <= AtOnce;
        // Rented for as long as it takes: processes come and go, and most of the time nothing is written to them.
        var buffer = ArrayPool<byte>.Shared.Rent(AtOnce);
        Interlocked.Add(ref _written, length + body.Length);
        try
        {
            header.Write(buffer);
            for (var index = 0; index < payloads.Length; index++)
                payloads[index].Write(buffer.AsSpan(FrameHeader.Size + index * SegmentDescriptor.Size));
            if (isSmall)
                body.CopyTo(buffer.AsSpan(length));
            stream.Write(buffer.AsSpan(0, isSmall ? length + body.Length : length));
            if (!isSmall)
                stream.Write(body);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The process on the other side has ended, and with it its pipes.
            Interlocked.Add(ref _written, -(length + body.Length));
            throw gone as IOException ?? new IOException("The stream of frames is closed.", gone);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
