using System.Buffers;
using ResourceHygiene.Workers.Processes;

namespace ResourceHygiene.Workers;

/// <summary>What a reader sees of a command's output: no more than the limit, and how much there was.</summary>
internal sealed class LimitedStream(Stream source, long limit) : ReadOnlyStream
{
    private long _given;
    private bool _isAtEnd;

    /// <summary>How many bytes were read, those beyond the limit included.</summary>
    public long Total { get; private set; }

    /// <summary>Whether there was more than the limit.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Reads what is left, and throws it away.</summary>
    /// <returns>How much that was.</returns>
    public async ValueTask<long> DrainAsync(CancellationToken cancellationToken)
    {
        if (_isAtEnd)
            return 0;

        var block = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            var before = Total;
            int read;
            while ((read = await source.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0)
                Total += read;
            _isAtEnd = true;
            return Total - before;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isAtEnd || IsOver || buffer.Length == 0)
            return 0;
        return Account(await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
    }

    public override int Read(Span<byte> buffer)
    {
        if (_isAtEnd || IsOver || buffer.Length == 0)
            return 0;
        return Account(source.Read(buffer));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private int Account(int read)
    {
        _isAtEnd = read == 0;
        Total += read;
        var allowed = (int)Math.Min(read, limit - _given);
        IsOver = allowed < read;
        _given += allowed;
        return allowed;
    }
}
