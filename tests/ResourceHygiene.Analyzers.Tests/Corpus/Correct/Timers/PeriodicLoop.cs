public sealed class Sampler
{
    public async Task SampleAsync(Action sample, CancellationToken stopping)
    {
        PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                sample();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            timer.Dispose();
        }
    }
}
