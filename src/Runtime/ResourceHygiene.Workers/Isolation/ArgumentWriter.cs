using System.Buffers;

namespace ResourceHygiene.Workers;

/// <summary>A request's arguments, in no more memory than they need: most are short. Never pooled, as those who carry calls may look at them at any time.</summary>
internal sealed class ArgumentWriter : IBufferWriter<byte>
{
    private const int Least = 64;
    private const int Usual = 256;

    private byte[] _bytes = [];
    private int _written;

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _written);

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, _written);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > _bytes.Length - _written)
            throw new InvalidOperationException($"{count} bytes cannot have been written: there was room for {_bytes.Length - _written}.");
        _written += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsSpan(_written);
    }

    private void MakeRoom(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        var wanted = sizeHint == 0 ? 1 : sizeHint;
        if (wanted <= _bytes.Length - _written)
            return;

        var least = sizeHint == 0 ? Usual : Math.Max(sizeHint, Least);
        // The first time what was asked for, then twice as much at least.
        var length = Math.Min(Array.MaxLength, (long)_written + Math.Max(least, _written));
        if (length - _written < wanted)
            throw new InvalidOperationException($"There is no room for {wanted} bytes after the {_written} that the arguments have.");
        Array.Resize(ref _bytes, (int)length);
    }
}
