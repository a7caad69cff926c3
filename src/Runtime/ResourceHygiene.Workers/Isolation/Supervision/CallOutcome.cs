namespace ResourceHygiene.Workers;

/// <summary>What became of a call, for whoever traces or measures it.</summary>
/// <param name="Failure">What its caller is told instead of an answer.</param>
/// <param name="IsCancelled">Its caller gave up.</param>
internal readonly record struct CallOutcome(Exception? Failure, bool IsCancelled)
{
    /// <summary>As outcomes are written: <c>answered</c>, <c>cancelled</c>, <c>timed_out</c>.</summary>
    public string Name => IsCancelled ? "cancelled" : Failure switch
    {
        null => "answered",
        WorkerException failed => WorkerMetrics.NameOf(failed.Failure),
        _ => TelemetryNames.Other,
    };

    /// <summary>Of a call that ends with this now, unless it had its outcome before.</summary>
    public static CallOutcome Of(CallEntry entry, Exception? failure)
    {
        if (!entry.IsSettled)
            return new(failure, IsCancelled: false);

        var settled = entry.Result;
        return new(settled.Exception?.InnerException, settled.IsCanceled);
    }
}
