using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ResourceHygiene.Hosting.Tests.Host;

public sealed class HealthTests : IDisposable
{
    private readonly HostFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task All_is_well_at_first()
    {
        using var host = await Start();

        var entry = await Check(host);

        Assert.Equal((HealthStatus.Healthy, "0 resources, 0 bytes"), (entry.Status, entry.Description));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_failed_release_degrades_for_a_while_and_says_why()
    {
        using var host = await Start();
        var broken = new Broken();
        _fixture.Tracker.Release(_fixture.Tracker.Register(broken, new() { Type = "probe", Name = "a" }));

        var entry = await Check(host);
        Assert.Equal((HealthStatus.Degraded, "failure: probe 'a' could not be let go: broken"), (entry.Status, entry.Description));
        Assert.Equal(1L, entry.Data["failed"]);

        _fixture.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HealthStatus.Healthy, (await Check(host)).Status);
        await host.StopAsync();
    }

    [Theory]
    [InlineData(PressureLevel.Warning, HealthStatus.Degraded, "pressure warning: simulated memory has ")]
    [InlineData(PressureLevel.Emergency, HealthStatus.Unhealthy, "pressure emergency: simulated memory has ")]
    public async Task Pressure_is_told(PressureLevel level, HealthStatus status, string reason)
    {
        using var host = await Start();
        using (host.Services.GetRequiredService<PressureMonitor>().Simulate(level))
        {
            var entry = await Check(host);

            Assert.Equal(status, entry.Status);
            Assert.StartsWith(reason, entry.Description, StringComparison.Ordinal);
            Assert.Equal(level.ToString(), entry.Data["pressure"]);
        }
        await host.StopAsync();
    }

    [Fact]
    public async Task A_release_that_hangs_is_unhealthy_once_it_was_seen_for_long_enough()
    {
        using var host = await Start();
        var hanging = new Hanging();
        var handle = _fixture.Tracker.Register(hanging, new() { Type = "probe", Name = "a" });
        var release = Task.Run(() => _fixture.Tracker.Release(handle));
        await hanging.Began.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(HealthStatus.Healthy, (await Check(host)).Status);
        _fixture.Time.Advance(TimeSpan.FromSeconds(31));
        var entry = await Check(host);
        Assert.Equal((HealthStatus.Unhealthy, "the release of probe 'a' has been running for 31 s or more"), (entry.Status, entry.Description));

        hanging.MayEnd.Set();
        await release;
        Assert.Equal(HealthStatus.Healthy, (await Check(host)).Status);
        await host.StopAsync();
    }

    private async Task<IHost> Start()
    {
        var host = _fixture.Build(static builder =>
        {
            // What this machine's memory is like is none of these tests' business.
            builder.Services.AddResourceHygiene(static options => options.Pressure = new PressureOptions { Gauges = [] });
            builder.Services.AddHealthChecks().AddResourceHygiene();
        });
        await host.StartAsync();
        return host;
    }

    private static async Task<HealthReportEntry> Check(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["resource_hygiene"];

    private sealed class Broken : IDisposable
    {
        public void Dispose() => throw new IOException("broken");
    }

    private sealed class Hanging : IDisposable
    {
        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualResetEventSlim MayEnd { get; } = new();

        public void Dispose()
        {
            Began.SetResult();
            MayEnd.Wait();
        }
    }
}
