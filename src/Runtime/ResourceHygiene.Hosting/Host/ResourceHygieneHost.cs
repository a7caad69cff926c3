using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using ResourceHygiene.Hosting.Configuration;

namespace ResourceHygiene.Hosting;

/// <summary>
/// ResourceHygiene for as long as the host lives. The first service to start and the last to stop, so that what other
/// services still use is released after them.
/// </summary>
internal sealed class ResourceHygieneHost : IHostedLifecycleService, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ResourceCleaner _cleaner;
    private readonly LiveOptions _options;
    private readonly HealthRecord _health;
    private readonly ILogger _logger;
    private readonly LeakWatch _leaks;
    private readonly PeriodicWork _cleaning;
    private readonly List<IDisposable> _running = [];
    private HostEvents? _events;
    private ResourceTelemetry? _telemetry;
    private HostSignals? _signals;
    private ExitCleanup? _exit;
    private bool _hasSetPolicy;
    private CancellationTokenRegistration _overrun;

    public ResourceHygieneHost(
        IServiceProvider services,
        IHostApplicationLifetime lifetime,
        ResourceCleaner cleaner,
        LiveOptions options,
        HealthRecord health,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        _services = services;
        _lifetime = lifetime;
        _cleaner = cleaner;
        _options = options;
        _health = health;
        _logger = loggers.CreateLogger("ResourceHygiene");
        _leaks = new LeakWatch(cleaner.Tracker, time, _logger);
        _cleaning = new PeriodicWork(time, Clean);
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // Throws where the settings are wrong, and then nothing has been started.
        var options = _options.Current;
        _running.Add(_events = new HostEvents(_cleaner, _health, _logger));
        if (options.Telemetry)
        {
            _telemetry = ResourceTelemetry.Start(_cleaner.Tracker, _services.GetService<IMeterFactory>()).Watch(_cleaner);
            _running.Add(_telemetry);
        }

        _exit = ExitCleanup.Install(_cleaner, new ExitCleanupOptions
        {
            Budget = options.Exit.Budget,
            EmergencyBudget = options.Exit.EmergencyBudget,
            HandlerSlice = options.Exit.HandlerSlice,
            // The host's own, below: services have to stop before anything is released.
            Signals = [],
            SweepAtStart = options.Exit.SweepAtStart,
            Completed = _events.OnExit,
        });
        if (options.Exit.Signals)
            _running.Add(_signals = new HostSignals(_lifetime, _logger));

        StartPressure(options);
        Apply(options);
        _options.Changed += Apply;
        _running.Add(_options.Watch(_health, _logger));
        HostLog.Started(_logger, _cleaner.Policy.Algorithm, options.Cleaning.Every, options.Leaks.Every);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The token tells when the host's shutdown timeout is over, which is the host's last word: it then waits without limit.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _cleaning.Dispose();
        _overrun = cancellationToken.UnsafeRegister(static self => ((ResourceHygieneHost)self!).StopOverran(), this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _overrun.DisposeAsync().ConfigureAwait(false);
        var options = _options.Current;
        _leaks.ReportAtStop(options.Leaks);
        TellExitCode(options.Exit);
        // Bounded by its own budget, also where the others have used the host's up: the process must not end in the middle of it.
        if (_exit is { } exit)
            await Task.Factory.StartNew(exit.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _options.Changed -= Apply;
        _overrun.Dispose();
        _cleaning.Dispose();
        _leaks.Dispose();
        // Where the host could not start, or was disposed without a stop, this is the clean-up.
        _exit?.Dispose();
        foreach (var running in _running)
            running.Dispose();
    }

    private void StartPressure(ResourceHygieneOptions options)
    {
        if (options.Pressure is null)
            return;

        var monitor = _services.GetRequiredService<PressureMonitor>();
        _events?.Watch(monitor);
        _telemetry?.Watch(monitor);
        foreach (var gauge in _services.GetServices<IMemoryGauge>())
            _running.Add(monitor.Watch(gauge));
        monitor.Start();
    }

    private void Apply(ResourceHygieneOptions options)
    {
        // Not set, it is the user's own; set once and then taken out of the configuration, it is the default again.
        if (options.IsPolicySet || _hasSetPolicy)
        {
            _hasSetPolicy = true;
            _cleaner.Policy = options.Policy;
        }
        if (options.Reaper is { } reaper)
            _cleaner.Reaper.Options = reaper;
        if (options.Leaks.Detection is { } detection)
            _cleaner.Tracker.LeakDetection = detection;
        _cleaning.Every(options.Cleaning.Every);
        _leaks.Every(options.Leaks.Every);
    }

    private void Clean()
    {
        try
        {
            var options = _options.Current.Cleaning;
            _cleaner.Clean(options.Level, options.Budget);
        }
        catch (Exception exception)
        {
            HostLog.PeriodicWorkFailed(_logger, exception, "The periodic clean-up");
        }
    }

    /// <summary>
    /// A service goes on stopping although its time is over, and the host would wait for it for ever. The resources are released
    /// now; the process ends if a signal asked for that, since whoever sent it is about to send SIGKILL.
    /// </summary>
    private void StopOverran()
    {
        HostLog.StopOverran(_logger);
        var thread = new Thread(() =>
        {
            _exit?.Run();
            if (_signals?.ExitCode is { } exitCode and not 0)
                LastResort.End(exitCode);
        })
        {
            IsBackground = true,
            Name = "ResourceHygiene host stop",
        };
        thread.Start();
    }

    /// <summary>A host that stopped because a background service threw returns from Main as if nothing had been.</summary>
    private void TellExitCode(HostExitOptions options)
    {
        if (!options.FailOnBackgroundServiceException || Environment.ExitCode != 0)
            return;

        foreach (var service in _services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (service.ExecuteTask is { IsFaulted: true } task)
            {
                Environment.ExitCode = 1;
                HostLog.BackgroundServiceThrew(_logger, task.Exception?.InnerException, service.GetType().Name, 1);
            }
        }
    }
}
