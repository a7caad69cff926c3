namespace ResourceHygiene;

/// <summary>Waits for asynchronous handlers on the releasing thread, so that a release is over when it says so.</summary>
internal static class AsyncHandlers
{
    /// <summary>
    /// Starts a handler and waits for it, until the deadline; one whose thread is watched is waited for until it ends, as
    /// the watch leaves the thread behind. What the handler throws is thrown here as it was.
    /// </summary>
    public static ReleaseOutcome Wait(Func<ValueTask<ReleaseOutcome>> start, bool isWatched, CancellationToken deadline) =>
        Wait<ReleaseOutcome>(start, isWatched, deadline);

    /// <inheritdoc cref="Wait(Func{ValueTask{ReleaseOutcome}}, bool, CancellationToken)"/>
    public static TResult Wait<TResult>(Func<ValueTask<TResult>> start, bool isWatched, CancellationToken deadline)
    {
        // Started without the caller's context and scheduler: its continuations would wait for this very thread.
        var release = SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default
            ? start()
            : new ValueTask<TResult>(Task.Run(() => start().AsTask(), CancellationToken.None));
        if (release.IsCompleted)
            return release.GetAwaiter().GetResult();

        var task = release.AsTask();
        // Waits without wrapping the exception, then rethrows it as it was.
        Task.WhenAny(task).Wait(isWatched ? CancellationToken.None : deadline);
        return task.GetAwaiter().GetResult();
    }

    public static void Dispose(IAsyncDisposable resource, bool isWatched, CancellationToken deadline) => Wait(
        async () =>
        {
            await resource.DisposeAsync().ConfigureAwait(false);
            return default;
        },
        isWatched,
        deadline);
}
