using System.ComponentModel;

namespace ResourceHygiene;

/// <summary>
/// Waits for asynchronous methods marked <c>[Trim]</c>, <c>[Offload]</c> or <c>[Persist]</c>. For generated code. They are
/// started without the caller's synchronization context and waited for until they end, as synchronous ones are: nothing
/// else may be done with the resource before.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AsyncCalls
{
    /// <summary>Runs a method to its end; what it throws is thrown here as it was.</summary>
    /// <param name="start">Starts it.</param>
    /// <returns>Its result.</returns>
    public static long Run(Func<ValueTask<long>> start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return AsyncHandlers.Wait(start, isWatched: true, CancellationToken.None);
    }

    /// <summary>Runs a method to its end; what it throws is thrown here as it was.</summary>
    /// <param name="start">Starts it.</param>
    public static void Run(Func<ValueTask> start)
    {
        ArgumentNullException.ThrowIfNull(start);
        AsyncHandlers.Wait(
            async () =>
            {
                await start().ConfigureAwait(false);
                return 0;
            },
            isWatched: true,
            CancellationToken.None);
    }
}
