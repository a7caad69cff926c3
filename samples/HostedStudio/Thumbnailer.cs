using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HostedStudio;

/// <summary>Makes a thumbnail four times a second and keeps all of them. It never lets one go: that is not its job.</summary>
internal sealed partial class Thumbnailer(HealthCheckService health, ILogger<Thumbnailer> logger) : BackgroundService
{
    private const int ReportEvery = 8;

    private int _made;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var thumbnails = new List<Thumbnail>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            thumbnails.RemoveAll(thumbnail => !thumbnail.IsThere);
            thumbnails.Add(new(++_made));
            if (_made % ReportEvery == 0)
                Report(_made, thumbnails.Count, (await health.CheckHealthAsync(stoppingToken)).Status);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Made} thumbnails made, {Kept} kept; health: {Status}")]
    private partial void Report(int made, int kept, HealthStatus status);
}
