using Microsoft.Extensions.Logging;

namespace ResourceHygiene.Hosting;

/// <summary>Looks for leaks at regular times, and reports at the end all that were noticed.</summary>
internal sealed class LeakWatch : IDisposable
{
    private readonly object _gate = new();
    private readonly ResourceTracker _tracker;
    private readonly ILogger _logger;
    private readonly PeriodicWork _work;
    private LeakReport _report = LeakReport.Empty;

    public LeakWatch(ResourceTracker tracker, TimeProvider time, ILogger logger)
    {
        _tracker = tracker;
        _logger = logger;
        _work = new PeriodicWork(time, Look);
    }

    public void Every(TimeSpan? interval) => _work.Every(interval);

    public void ReportAtStop(LeakOptions options)
    {
        _work.Dispose();
        if (options.CollectAtStop)
            GC.Collect();
        Look();
        if (options.Report is not { Length: > 0 } path)
            return;

        try
        {
            LeakReport report;
            lock (_gate)
                report = _report;
            report.SaveSarif(path, options.SourceRoot);
            HostLog.LeaksReported(_logger, report.Count, report.Groups.Length, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            HostLog.LeaksNotReported(_logger, exception, path);
        }
    }

    public void Dispose() => _work.Dispose();

    private void Look()
    {
        // Raises events of the tracker: outside the lock. It never throws what their subscribers do.
        var leaks = _tracker.CollectLeaks();
        if (leaks.Count == 0)
            return;

        lock (_gate)
            _report = _report.With(leaks);
    }
}
