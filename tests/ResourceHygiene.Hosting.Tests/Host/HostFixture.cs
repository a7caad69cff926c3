using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ResourceHygiene.Tests;

namespace ResourceHygiene.Hosting.Tests.Host;

/// <summary>The real Generic Host with a tracker of its own, a clock that stands still, and its log.</summary>
internal sealed class HostFixture : ILoggerProvider, ILogger
{
    private readonly List<string> _log = [];

    public HostFixture() => Cleaner = new ResourceCleaner(new ResourceTracker(Time));

    public ManualTimeProvider Time { get; } = new();

    public ResourceCleaner Cleaner { get; }

    public ResourceTracker Tracker => Cleaner.Tracker;

    /// <summary>What was logged in our category, with level and event id.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_log)
                return [.. _log];
        }
    }

    public IHost Build(Action<HostApplicationBuilder> add)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(Cleaner);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this);
        // The test process keeps its signals.
        builder.Services.AddResourceHygiene(static options => options.Exit.Signals = false);
        add(builder);
        return builder.Build();
    }

    public static IConfigurationSection Section(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create($"ResourceHygiene:{setting.Key}", setting.Value)))
            .Build()
            .GetSection("ResourceHygiene");

    public ILogger CreateLogger(string categoryName) =>
        categoryName == "ResourceHygiene" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_log)
            _log.Add($"{logLevel} {eventId.Id}: {formatter(state, exception)}");
    }
}
