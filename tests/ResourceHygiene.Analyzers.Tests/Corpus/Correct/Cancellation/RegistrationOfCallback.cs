public static class Waiting
{
    public static async Task<bool> WaitAsync(Task task, CancellationToken cancellation)
    {
        TaskCompletionSource<bool> cancelled = new();
        using (cancellation.Register(static state => ((TaskCompletionSource<bool>)state!).TrySetResult(true), cancelled))
        {
            return await Task.WhenAny(task, cancelled.Task) == task;
        }
    }

    public static async Task WhenCancelled(CancellationToken cancellation)
    {
        TaskCompletionSource done = new();
        await using CancellationTokenRegistration registration = cancellation.Register(() => done.TrySetResult());
        await done.Task;
    }
}
