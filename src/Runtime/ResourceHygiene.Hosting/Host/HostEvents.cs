using Microsoft.Extensions.Logging;

namespace ResourceHygiene.Hosting;

/// <summary>Turns the runtime's events into log messages, and remembers for the health check when the last fault was.</summary>
internal sealed class HostEvents : IDisposable
{
    private readonly ResourceCleaner _cleaner;
    private readonly HealthRecord _health;
    private readonly ILogger _logger;
    private PressureMonitor? _monitor;

    public HostEvents(ResourceCleaner cleaner, HealthRecord health, ILogger logger)
    {
        _cleaner = cleaner;
        _health = health;
        _logger = logger;
        cleaner.Tracker.ReleaseCompleted += OnReleaseCompleted;
        cleaner.Tracker.FailureRecorded += OnFailureRecorded;
        cleaner.Tracker.LeakDetected += OnLeakDetected;
        cleaner.Completed += OnCleaned;
    }

    public void Dispose()
    {
        _cleaner.Tracker.ReleaseCompleted -= OnReleaseCompleted;
        _cleaner.Tracker.FailureRecorded -= OnFailureRecorded;
        _cleaner.Tracker.LeakDetected -= OnLeakDetected;
        _cleaner.Completed -= OnCleaned;
        if (_monitor is { } monitor)
        {
            monitor.Changed -= OnPressureChanged;
            monitor.Acted -= OnPressureActed;
            monitor.Failed -= OnPressureFailed;
        }
    }

    public void Watch(PressureMonitor monitor)
    {
        _monitor = monitor;
        monitor.Changed += OnPressureChanged;
        monitor.Acted += OnPressureActed;
        monitor.Failed += OnPressureFailed;
    }

    public void OnExit(ReleaseReport report)
    {
        HostLog.Exited(_logger, report.Released, report.BytesFreed, report.Duration.TotalMilliseconds);
        if (report.Failed > 0 || !report.NotReached.IsEmpty)
            HostLog.ExitedInPart(_logger, report.Failed, report.NotReached.Length, report);
    }

    private void OnReleaseCompleted(ReleaseRecord record)
    {
        var result = record.Result;
        if (result.Status == ReleaseStatus.Released)
            HostLog.Released(_logger, record.Type, record.Name, record.Reason, result.BytesFreed, result.Duration.TotalMilliseconds);
        else if (result.Status == ReleaseStatus.Kept)
            HostLog.Kept(_logger, record.Type, record.Name, record.Reason, result.Message);
    }

    private void OnFailureRecorded(ReleaseFailure failure)
    {
        _health.Failed($"{failure.Type} '{failure.Name}' could not be let go: {failure.Exception.Message}");
        HostLog.Failed(_logger, failure.Exception, failure.Type, failure.Name, failure.Reason);
    }

    private void OnLeakDetected(LeakRecord leak)
    {
        _health.Leaked(leak.ToString());
        HostLog.Leaked(_logger, leak.Type, leak.Name, leak.Bytes, leak.Location, leak.Site);
    }

    private void OnPressureChanged(PressureChange change)
    {
        var level = change.To switch
        {
            PressureLevel.Normal => LogLevel.Information,
            PressureLevel.Warning => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        HostLog.PressureChanged(_logger, level, change.Location, change.From, change.To, change.Reason);
    }

    private void OnPressureActed(PressureAction action) =>
        HostLog.PressureActed(_logger, action.Location, action.Level, action.BytesFreed, action.BytesWanted, action.Outcome, action.Reason);

    private void OnPressureFailed(PressureFailure failure) => HostLog.PressureFailed(_logger, failure.Exception, failure.Source);

    private void OnCleaned(CleanupReport report)
    {
        HostLog.Cleaned(_logger, report.Level, report.Cleaned, report.BytesFreed, report.Kept, report.Duration.TotalMilliseconds);
        if (report.Status != CleanupStatus.Success)
            HostLog.CleanedInPart(_logger, report.Level, report.Failed, report.NotReached, report);
    }
}
