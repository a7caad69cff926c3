using ResourceHygiene.Workers.Processes;

namespace ResourceHygiene.Workers;

/// <summary>
/// What a command writes, as its readers get it. It ends with its last writer, or, where that is waited for no longer, after what was written by then:
/// a reader that is slow misses nothing. One reads at a time. A synchronous read that has begun waits on.
/// </summary>
/// <param name="pipe">What is read.</param>
/// <param name="child">Whose it is.</param>
/// <param name="waiting">Cancelled, its readers get what is there and, as far as the platform can tell, do not wait for more.</param>
internal sealed class OutputPipe([Borrowed] Stream pipe, [Borrowed] ChildProcess child, CancellationToken waiting) : ReadOnlyStream
{
    /// <summary>How much is still given; unknown before somebody looked.</summary>
    private int? _rest;

    /// <summary>Whether it ended though somebody is left who could write more.</summary>
    public bool IsHeldOpen { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!waiting.IsCancellationRequested)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, waiting);
            try
            {
                return await pipe.ReadAsync(buffer, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Else nothing was there just now, and may have come meanwhile.
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        return await ReadRestAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override int Read(Span<byte> buffer)
    {
        if (!waiting.IsCancellationRequested)
            return pipe.Read(buffer);
        return Allowed(buffer.Length) is > 0 and var allowed ? Account(pipe.Read(buffer[..allowed])) : 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private async ValueTask<int> ReadRestAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        Allowed(buffer.Length) is > 0 and var allowed ? Account(await pipe.ReadAsync(buffer[..allowed], cancellationToken).ConfigureAwait(false)) : 0;

    /// <summary>How much may be read without waiting, and without following for ever somebody who writes and writes.</summary>
    private int Allowed(int wanted)
    {
        // Where nobody is left who writes, its end comes by itself.
        if (child.CountUnread(pipe) is not { } unread)
            return wanted;
        _rest ??= unread;
        var allowed = Math.Min(wanted, Math.Min(_rest.Value, unread));
        IsHeldOpen = allowed == 0 && wanted > 0;
        return allowed;
    }

    private int Account(int read)
    {
        _rest -= read;
        return read;
    }
}
