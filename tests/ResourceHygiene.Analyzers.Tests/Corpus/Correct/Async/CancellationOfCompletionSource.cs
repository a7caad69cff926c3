public static class Completions
{
    public static async Task<int> WaitAsync(TaskCompletionSource<int> source, CancellationToken token)
    {
        using CancellationTokenRegistration registration = token.Register(() => source.TrySetCanceled(token));
        return await source.Task;
    }
}
