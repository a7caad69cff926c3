using System.Threading.Channels;

namespace ResourceHygiene.Workers.Benchmarks.Peers;

/// <summary>Jobs in this process as one writes it by hand: a bounded channel, and as many loops that take from it. No priorities, no limits, no accounts.</summary>
internal sealed class ChannelJobs : IAsyncDisposable
{
    private readonly Channel<(Func<int> Job, TaskCompletionSource<int> Result)> _channel;
    private readonly Task[] _loops;

    public ChannelJobs(int atOnce, int bound)
    {
        _channel = Channel.CreateBounded<(Func<int>, TaskCompletionSource<int>)>(bound);
        _loops = [.. Enumerable.Range(0, atOnce).Select(_ => Task.Run(Loop))];
    }

    public async Task<int> RunAsync(Func<int> job)
    {
        var result = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _channel.Writer.WriteAsync((job, result)).ConfigureAwait(false);
        return await result.Task.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.Complete();
        await Task.WhenAll(_loops).ConfigureAwait(false);
    }

    private async Task Loop()
    {
        await foreach (var (job, result) in _channel.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                result.SetResult(job());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        }
    }
}
