using System.IO.Pipes;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>
/// The output of a child whose descendants may stay: they hold its pipe open, so that its end never comes. It ends when the child has, and
/// what it wrote has been read.
/// </summary>
internal sealed class UntilExitStream([TakesOwnership] AnonymousPipeClientStream pipe, Task exited) : ReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!exited.IsCompleted)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var read = pipe.ReadAsync(buffer, stop.Token).AsTask();
            if (await Task.WhenAny(read, exited).ConfigureAwait(false) != read)
                await stop.CancelAsync().ConfigureAwait(false);
            try
            {
                return await read.ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The child has ended meanwhile.
                return await ReadRestAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
        }
        return await ReadRestAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            pipe.Dispose();
        base.Dispose(disposing);
    }

    private ValueTask<int> ReadRestAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        Libc.CountReadable((int)pipe.SafePipeHandle.DangerousGetHandle()) > 0 ? pipe.ReadAsync(buffer, cancellationToken) : new(0);
}
