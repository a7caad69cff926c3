using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ResourceHygiene.Hosting.Tests.Host;

/// <summary>The real Generic Host in this process.</summary>
public sealed class HostTests : IDisposable
{
    private readonly HostFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task What_is_alive_is_released_after_the_other_services_have_stopped()
    {
        var order = new List<string>();
        var resource = new Announcing(() => order.Add("resource released"));
        using var host = _fixture.Build(builder => builder.Services.AddHostedService(_ => new Announcer(order)));
        await host.StartAsync();
        _fixture.Tracker.Register(resource, new() { Type = "probe", Name = "index", Bytes = 20 });

        await host.StopAsync();

        Assert.Equal(["service stopping", "service stops", "service stopped", "resource released"], order);
        Assert.Contains("Information 8: Exit clean-up: 1 released, 20 bytes freed in 0 ms", _fixture.Lines);
    }

    [Fact]
    public async Task It_is_added_once_however_often_it_is_asked_for()
    {
        using var host = _fixture.Build(static builder =>
        {
            builder.AddResourceHygiene();
            builder.AddResourceHygiene(static options => options.Exit.Budget = TimeSpan.FromSeconds(3));
            builder.Services.AddHealthChecks().AddResourceHygiene();
        });
        await host.StartAsync();
        await host.StopAsync();

        Assert.Single(_fixture.Lines, static line => line.Contains("ResourceHygiene started", StringComparison.Ordinal));
        Assert.Equal(TimeSpan.FromSeconds(3), host.Services.GetRequiredService<IOptions<ResourceHygieneOptions>>().Value.Exit.Budget);
        Assert.Same(_fixture.Tracker, host.Services.GetRequiredService<ResourceTracker>());
    }

    [Fact]
    public async Task Wrong_settings_stop_the_host_at_its_start_and_all_are_told()
    {
        using var host = _fixture.Build(static builder => builder.Services.AddResourceHygiene(
            HostFixture.Section(("Exit:Bugdet", "5 s"), ("Pressure:WarningAt", "95 %"))));

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(2, exception.Failures.Count());
        Assert.Contains("ResourceHygiene:Pressure: PressureOptions.EmergencyAt is 0.9; it must be above WarningAt (0.95) and at most 1.", exception.Failures);
    }

    [Fact]
    public async Task A_cleaner_with_a_policy_of_its_own_keeps_it_where_the_options_set_none()
    {
        _fixture.Cleaner.Policy = ReleasePolicy.Default.WithAlgorithm(ReleaseAlgorithms.WeightedScore);
        using var host = _fixture.Build(static builder => builder.Services.AddResourceHygiene());
        await host.StartAsync();

        Assert.Equal(ReleaseAlgorithms.WeightedScore, _fixture.Cleaner.Policy.Algorithm);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_change_of_the_configuration_applies_to_the_live_policy()
    {
        var configuration = Changing(("ResourceHygiene:Policy:OtherTypes:Rank", "5"));
        using var host = _fixture.Build(builder => builder.Services.AddResourceHygiene(configuration));
        await host.StartAsync();
        Assert.Equal(5, _fixture.Cleaner.Policy.OtherTypes.Rank);

        Change(configuration, "ResourceHygiene:Policy:OtherTypes:Rank", "6");

        Assert.Equal(6, _fixture.Cleaner.Policy.OtherTypes.Rank);
        Assert.Contains("Information 21: Configuration reloaded: the new policy is in force", _fixture.Lines);
        Assert.Equal(6, host.Services.GetRequiredService<IOptionsMonitor<ResourceHygieneOptions>>().CurrentValue.Policy.OtherTypes.Rank);
        await host.StopAsync();
    }

    [Fact]
    public async Task Deadlines_and_the_detection_of_leaks_apply_to_what_is_live_also_when_they_change()
    {
        var configuration = Changing(("ResourceHygiene:Reaper:HandlerDeadline", "2 s"), ("ResourceHygiene:Leaks:Detection", "Off"));
        using var host = _fixture.Build(builder => builder.Services.AddResourceHygiene(configuration));
        await host.StartAsync();
        Assert.Equal((TimeSpan.FromSeconds(2), LeakDetectionLevel.Off), (_fixture.Cleaner.Reaper.Options.HandlerDeadline, _fixture.Tracker.LeakDetection));

        Change(configuration, "ResourceHygiene:Reaper:HandlerDeadline", "3 s");
        Change(configuration, "ResourceHygiene:Leaks:Detection", "Sampled");

        Assert.Equal((TimeSpan.FromSeconds(3), LeakDetectionLevel.Sampled), (_fixture.Cleaner.Reaper.Options.HandlerDeadline, _fixture.Tracker.LeakDetection));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_change_that_is_wrong_leaves_in_force_what_was()
    {
        var configuration = Changing(("ResourceHygiene:Policy:OtherTypes:Rank", "5"));
        using var host = _fixture.Build(builder => builder.Services.AddResourceHygiene(configuration));
        await host.StartAsync();

        Change(configuration, "ResourceHygiene:Policy:OtherTypes:Rank", "first");

        Assert.Equal(5, _fixture.Cleaner.Policy.OtherTypes.Rank);
        Assert.Contains(
            "Error 22: Configuration not reloaded, what was in force stays: ResourceHygiene:Policy:OtherTypes:Rank: 'first' is not valid; write a whole number from 0 to 10000.",
            _fixture.Lines);

        Change(configuration, "ResourceHygiene:Policy:OtherTypes:Rank", "7");
        Assert.Equal(7, _fixture.Cleaner.Policy.OtherTypes.Rank);
        await host.StopAsync();
    }

    [Fact]
    public async Task It_cleans_at_regular_times_when_asked_to()
    {
        var released = 0;
        var resource = new Announcing(() => released++);
        using var host = _fixture.Build(static builder => builder.Services.AddResourceHygiene(
            static options => options.Cleaning.Every = TimeSpan.FromMinutes(1)));
        await host.StartAsync();
        _fixture.Tracker.Register(resource, new() { Type = "probe", Retention = TimeSpan.FromSeconds(90), Bytes = 7 });

        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, released);
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, released);
        Assert.Contains("Information 5: Clean-up Low: 1 cleaned, 7 bytes freed, 0 kept in 0 ms", _fixture.Lines);
        await host.StopAsync();
    }

    [Fact]
    public async Task Leaks_are_logged_when_noticed_and_reported_when_the_host_has_stopped()
    {
        var directory = Directory.CreateTempSubdirectory("rh-hosting-");
        try
        {
            var report = Path.Combine(directory.FullName, "leaks.sarif");
            using var host = _fixture.Build(builder => builder.Services.AddResourceHygiene(options => options.Leaks.Report = report));
            await host.StartAsync();
            Assert.True(ResourceHygiene.Tests.Garbage.IsCollected(ResourceHygiene.Tests.Garbage.Make(Lose)));

            _fixture.Time.Advance(TimeSpan.FromSeconds(30));

            Assert.Contains("Warning 4: render_cache 'frames' was never released: 12 bytes on host, acquired at Clip.cs:42 (Load)", _fixture.Lines);
            await host.StopAsync();
            Assert.Contains("\"startLine\": 42", await File.ReadAllTextAsync(report), StringComparison.Ordinal);
            Assert.Contains($"Information 27: 1 leaks from 1 places reported in {report}", _fixture.Lines);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_leak_report_that_cannot_be_saved_is_said_and_stops_nothing()
    {
        var file = Path.GetTempFileName();
        try
        {
            using var host = _fixture.Build(builder => builder.Services.AddResourceHygiene(
                options => options.Leaks.Report = Path.Combine(file, "leaks.sarif")));
            await host.StartAsync();
            await host.StopAsync();

            Assert.Contains(_fixture.Lines, static line => line.StartsWith("Error 28: The leak report could not be saved", StringComparison.Ordinal));
            Assert.Contains(_fixture.Lines, static line => line.StartsWith("Information 8: Exit clean-up", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task What_fails_and_what_stays_is_logged()
    {
        using var host = _fixture.Build(static _ => { });
        await host.StartAsync();
        var broken = new Announcing(static () => throw new IOException("broken"));
        var released = new Announcing(static () => { });
        _fixture.Tracker.Release(_fixture.Tracker.Register(broken, new() { Type = "probe", Name = "a" }));
        _fixture.Tracker.Release(_fixture.Tracker.Register(released, new() { Type = "probe", Name = "b", Bytes = 3 }));

        Assert.Contains("Warning 3: probe 'a' failed (Requested)", _fixture.Lines);
        Assert.Contains("Debug 1: probe 'b' released (Requested): 3 bytes in 0 ms", _fixture.Lines);
        await host.StopAsync();
    }

    [Fact]
    public async Task Metrics_come_from_the_hosts_meter_factory()
    {
        using var host = _fixture.Build(static builder => builder.Services.AddMetrics());
        await host.StartAsync();
        var resource = new Announcing(static () => { });
        _fixture.Tracker.Register(resource, new() { Type = "probe", Bytes = 5 });
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        var live = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Name == TelemetryNames.Live)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => live += value);
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.Equal(1, live);
        GC.KeepAlive(resource);
        await host.StopAsync();
    }

    private object Lose()
    {
        var lost = new object();
        _fixture.Tracker.Register(lost, new() { Type = "render_cache", Name = "frames", Bytes = 12, Site = new("/src/Clip.cs", 42, "Load") });
        return lost;
    }

    private static IConfigurationRoot Changing(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)))
        .Build();

    private static void Change(IConfigurationRoot configuration, string key, string value)
    {
        configuration[key] = value;
        configuration.Reload();
    }

    private sealed class Announcing(Action onDispose) : IDisposable
    {
        public void Dispose() => onDispose();
    }

    private sealed class Announcer(List<string> order) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Add("service stopping");

        public Task StopAsync(CancellationToken cancellationToken) => Add("service stops");

        public Task StoppedAsync(CancellationToken cancellationToken) => Add("service stopped");

        private Task Add(string what)
        {
            order.Add(what);
            return Task.CompletedTask;
        }
    }
}
