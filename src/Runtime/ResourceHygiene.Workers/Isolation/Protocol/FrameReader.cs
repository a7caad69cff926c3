using System.Buffers;

namespace ResourceHygiene.Workers;

/// <summary>Reads frames from a stream with blocking reads, a small frame with one. For one thread at a time.</summary>
internal sealed class FrameReader(Stream stream, int bodyLimit)
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Rented while a frame is waited for and read: between two frames there is mostly nothing to keep.</summary>
    private byte[]? _buffer;
    private int _start;
    private int _end;

    /// <summary>The next frame; <see langword="null"/> where the stream ends between two frames.</summary>
    /// <exception cref="FrameException">What came is no frame.</exception>
    /// <exception cref="IOException">The stream is broken, or ends within a frame.</exception>
    public Frame? Read()
    {
        var frame = ReadFrame();
        if (_start == _end && _buffer is { } empty)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(empty);
        }
        return frame;
    }

    private Frame? ReadFrame()
    {
        if (!Fill(FrameHeader.Size, mayEnd: true))
            return null;

        var header = FrameHeader.Read(Take(FrameHeader.Size), bodyLimit);
        var payloads = header.PayloadCount == 0 ? [] : new SegmentDescriptor[header.PayloadCount];
        for (var index = 0; index < payloads.Length; index++)
        {
            Fill(SegmentDescriptor.Size, mayEnd: false);
            if (!SegmentDescriptor.TryRead(Take(SegmentDescriptor.Size), out payloads[index]))
                throw new FrameException($"a {header.Kind} frame whose payload {index} cannot be a part of a segment");
        }

        if (header.BodyLength == 0)
            return new Frame(header, null, payloads);

        var body = ArrayPool<byte>.Shared.Rent(header.BodyLength);
        try
        {
            ReadBody(body.AsSpan(0, header.BodyLength));
            return new Frame(header, body, payloads);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(body);
            throw;
        }
    }

    private void ReadBody(Span<byte> body)
    {
        var buffered = Take(Math.Min(body.Length, _end - _start));
        buffered.CopyTo(body);
        for (var rest = body[buffered.Length..]; rest.Length > 0;)
        {
            var count = stream.Read(rest);
            if (count == 0)
                throw EndedEarly();
            rest = rest[count..];
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        _start += count;
        return _buffer.AsSpan(_start - count, count);
    }

    /// <summary>Has so many bytes in the buffer.</summary>
    private bool Fill(int count, bool mayEnd)
    {
        if (_end - _start >= count)
            return true;

        var buffer = _buffer ??= ArrayPool<byte>.Shared.Rent(BufferSize);
        Buffer.BlockCopy(buffer, _start, buffer, 0, _end - _start);
        _end -= _start;
        _start = 0;
        while (_end < count)
        {
            var read = stream.Read(buffer.AsSpan(_end));
            if (read == 0)
                return mayEnd && _end == 0 ? false : throw EndedEarly();
            _end += read;
        }
        return true;
    }

    private static EndOfStreamException EndedEarly() => new("The stream ends within a frame.");
}
