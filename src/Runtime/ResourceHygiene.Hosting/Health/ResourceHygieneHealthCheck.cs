using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ResourceHygiene.Hosting;

/// <summary>
/// How the resources of this process are doing, with the reasons: unhealthy in an emergency and where a release handler hangs;
/// degraded under pressure, after leaks and failed releases, and while a configuration is refused.
/// </summary>
internal sealed class ResourceHygieneHealthCheck(
    ResourceCleaner cleaner, HealthRecord record, LiveOptions live, IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var options = live.Current;
        var unhealthy = new List<string>();
        var degraded = new List<string>();
        var pressure = options.Pressure is null ? null : services.GetService(typeof(PressureMonitor)) as PressureMonitor;
        if (pressure is not null)
            (pressure.Level == PressureLevel.Emergency ? unhealthy : degraded).AddRange(Short(pressure));
        foreach (var (resource, since) in record.Stuck(cleaner.Tracker.Snapshot(), options.Health.StuckAfter))
            unhealthy.Add(string.Create(CultureInfo.InvariantCulture, $"the release of {resource.Title} has been running for {since.TotalSeconds:0} s or more"));
        degraded.AddRange(record.Reasons(options.Health.Remember));

        var totals = cleaner.Tracker.Totals;
        var releases = cleaner.Reaper.Statistics.Total;
        List<string> reasons = [.. unhealthy, .. degraded];
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["live"] = totals.Live,
            ["bytes"] = totals.Bytes,
            ["leaked"] = totals.Leaked,
            ["failed"] = releases.Failed,
            ["overrun"] = releases.Overrun,
            ["pressure"] = (pressure?.Level ?? PressureLevel.Normal).ToString(),
            ["reasons"] = reasons,
        };
        var description = reasons.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{totals.Live} resources, {totals.Bytes} bytes")
            : string.Join("; ", reasons);
        var result = unhealthy.Count > 0
            ? new HealthCheckResult(context.Registration.FailureStatus, description, null, data)
            : reasons.Count > 0 ? HealthCheckResult.Degraded(description, null, data) : HealthCheckResult.Healthy(description, data);
        return Task.FromResult(result);
    }

    private static IEnumerable<string> Short(PressureMonitor pressure)
    {
        foreach (var reading in pressure.Readings)
        {
            if (reading.Level != PressureLevel.Normal && !reading.IsStale)
                yield return $"pressure {reading.Level.ToString().ToLowerInvariant()}: {reading.Gauge} has {reading.Sample} in use";
        }
    }
}
