using System.Diagnostics;

namespace ResourceHygiene;

/// <summary>The end of the time that user code was given.</summary>
internal static class Deadlines
{
    /// <summary>
    /// Tells that the time is over, without waiting for the callbacks that hang on it: they are user code, too. The token says
    /// so at once; what callbacks throw goes to <see cref="Trace"/>.
    /// </summary>
    public static void End(CancellationTokenSource source) =>
        _ = source.CancelAsync().ContinueWith(
            static cancelled => Trace.TraceError($"ResourceHygiene: a deadline's callback failed: {cancelled.Exception}"),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
}
