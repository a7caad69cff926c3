namespace ResourceHygiene.Workers;

// Thread mode: jobs of this process.
public sealed partial class CommandPool
{
    /// <summary>Runs a job when its turn comes, in the context of the caller. One that blocks its thread belongs into <see cref="RunBlockingAsync{T}"/>.</summary>
    /// <typeparam name="T">Its result.</typeparam>
    /// <param name="job">The job. Its token is cancelled where it is to end before its time.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="cancellationToken">Takes it from the queue, or cancels its token.</param>
    /// <returns>What it returns. What it throws is thrown as it is. To be awaited once.</returns>
    /// <exception cref="JobException">It was not run, or was ended before its time; <see cref="JobException.Failure"/> says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> job, JobOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return RunAsync(new AsyncJob<T>(this, job, options ?? JobOptions.Default), cancellationToken);
    }

    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken, ValueTask{T}}, JobOptions, CancellationToken)"/>
    public ValueTask RunAsync(Func<CancellationToken, ValueTask> job, JobOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        var item = new AsyncJob(this, job, options ?? JobOptions.Default);
        return item.IdempotencyKey is null
            ? Bring(item, cancellationToken).AsValueTaskWithoutResult()
            : new(RunKeyedAsync(item, cancellationToken));
    }

    /// <summary>
    /// Runs a job that blocks its thread when its turn comes, on a thread that belongs to this pool: the thread pool, which the rest of the program
    /// needs, does without none of its own.
    /// </summary>
    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken, ValueTask{T}}, JobOptions, CancellationToken)"/>
    public ValueTask<T> RunBlockingAsync<T>(Func<CancellationToken, T> job, JobOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return RunAsync(new BlockingJob<T>(this, job, options ?? JobOptions.Default), cancellationToken);
    }

    /// <summary>Brings a job and does not wait for its end; while the queue is full this waits for room, where the pool is told to wait.</summary>
    /// <typeparam name="T">Its result.</typeparam>
    /// <param name="job">The job. Its token is cancelled where it is to end before its time.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="cancellationToken">Cancels the job, and not only the wait for room.</param>
    /// <returns>Its ticket. That of a job that was not let in says so as its result.</returns>
    public ValueTask<CommandTicket<T>> SubmitAsync<T>(
        Func<CancellationToken, ValueTask<T>> job, JobOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return SubmitAsync(new AsyncJob<T>(this, job, options ?? JobOptions.Default), cancellationToken);
    }

    /// <summary>The same for a job that blocks its thread: it has one of the pool's own.</summary>
    /// <inheritdoc cref="SubmitAsync{T}(Func{CancellationToken, ValueTask{T}}, JobOptions, CancellationToken)"/>
    public ValueTask<CommandTicket<T>> SubmitBlockingAsync<T>(
        Func<CancellationToken, T> job, JobOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return SubmitAsync(new BlockingJob<T>(this, job, options ?? JobOptions.Default), cancellationToken);
    }

    private ValueTask<T> RunAsync<T>(WorkItem<T> item, CancellationToken cancellationToken) => item.IdempotencyKey is null
        ? Bring(item, cancellationToken).AsValueTask()
        : new(RunKeyedAsync(item, cancellationToken));

    /// <summary>It may be another's work that is waited for: then only the wait is cancelled.</summary>
    private async Task<T> RunKeyedAsync<T>(WorkItem<T> item, CancellationToken cancellationToken)
    {
        var ticket = await SubmitAsync(item, cancellationToken).ConfigureAwait(false);
        return await ticket.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
