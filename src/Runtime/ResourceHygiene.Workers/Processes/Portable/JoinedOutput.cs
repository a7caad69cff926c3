using System.IO.Pipes;

namespace ResourceHygiene.Workers.Processes.Portable;

/// <summary>Two outputs in one pipe, in the order in which they are read.</summary>
internal static class JoinedOutput
{
    [return: Owned]
    public static Stream Of([TakesOwnership] Stream first, [TakesOwnership] Stream second)
    {
        var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        _ = JoinAsync(writer, first, second);
        return reader;
    }

    private static async Task JoinAsync(AnonymousPipeServerStream writer, Stream first, Stream second)
    {
        using var turn = new SemaphoreSlim(1, 1);
        await using (writer.ConfigureAwait(false))
            await Task.WhenAll(CopyAsync(first, writer, turn), CopyAsync(second, writer, turn)).ConfigureAwait(false);
    }

    private static async Task CopyAsync(Stream source, Stream writer, SemaphoreSlim turn)
    {
        await using (source.ConfigureAwait(false))
        {
            var block = new byte[16 << 10];
            int read;
            while ((read = await source.ReadAsync(block).ConfigureAwait(false)) > 0)
            {
                await turn.WaitAsync().ConfigureAwait(false);
                try
                {
                    await writer.WriteAsync(block.AsMemory(0, read)).ConfigureAwait(false);
                }
                catch (IOException)
                {
                    // Nobody reads it any more: the rest is thrown away, so that the child goes on.
                    continue;
                }
                finally
                {
                    turn.Release();
                }
            }
        }
    }
}
