using System.Buffers;

namespace ResourceHygiene.Workers;

/// <summary>Moves what a command writes to where it is to go, within the limit, until its end.</summary>
internal static class OutputPump
{
    private const int FirstBlock = 4096;
    private const int LargestBlock = 64 << 10;

    public static async ValueTask<CapturedOutput> RunAsync(
        CommandOutput output, Func<Stream, CancellationToken, ValueTask>? reader, Stream source, CancellationToken cancellationToken)
    {
        if (reader is null)
            return await CaptureAsync(output, source, cancellationToken).ConfigureAwait(false);

        var limited = new LimitedStream(source, output.Limit);
        await reader(limited, cancellationToken).ConfigureAwait(false);
        if (!limited.IsOver || output.LimitAction == OutputLimitAction.Truncate)
            await limited.DrainAsync(cancellationToken).ConfigureAwait(false);
        return new(default, limited.Total, output.Encoding, isTruncated: limited.IsOver);
    }

    private static async ValueTask<CapturedOutput> CaptureAsync(CommandOutput output, Stream source, CancellationToken cancellationToken)
    {
        var kept = ArrayPool<byte>.Shared.Rent(FirstBlock);
        var length = 0;
        var total = 0L;
        try
        {
            while (true)
            {
                if (length == kept.Length)
                    kept = Grown(kept, length);
                var read = await ReadAsync(source, kept.AsMemory(length, Math.Min(kept.Length - length, LargestBlock)), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return new(kept.AsSpan(0, length).ToArray(), total, output.Encoding);
                total += read;
                length += read;
                if (total <= output.Limit)
                    continue;

                var bytes = kept.AsSpan(0, (int)output.Limit).ToArray();
                if (output.LimitAction == OutputLimitAction.Truncate && kept.Length < LargestBlock)
                {
                    ArrayPool<byte>.Shared.Return(kept);
                    kept = [];
                    kept = ArrayPool<byte>.Shared.Rent(LargestBlock);
                }
                while (output.LimitAction == OutputLimitAction.Truncate && read > 0)
                {
                    read = await ReadAsync(source, kept.AsMemory(0, Math.Min(kept.Length, LargestBlock)), cancellationToken).ConfigureAwait(false);
                    total += read;
                }
                return new(bytes, total, output.Encoding, isTruncated: true);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(kept);
        }
    }

    /// <summary>Reads, until nobody waits for more: what was captured by then is kept.</summary>
    private static async ValueTask<int> ReadAsync(Stream source, Memory<byte> block, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(block, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static byte[] Grown(byte[] block, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * block.Length, Array.MaxLength));
        block.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(block);
        return larger;
    }
}
