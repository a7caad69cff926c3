using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using ResourceHygiene.Hosting.Configuration;

namespace ResourceHygiene.Hosting;

/// <summary>
/// The options in force. The framework's monitor throws into the file watcher where a changed file is wrong; here what was
/// in force stays, and the fault is told.
/// </summary>
internal sealed class LiveOptions(
    IOptionsMonitor<ResourceHygieneOptions> monitor,
    IOptionsMonitorCache<ResourceHygieneOptions> cache,
    IOptionsFactory<ResourceHygieneOptions> factory,
    IEnumerable<BoundSection> sections)
{
    private int _reloads;

    /// <summary>Raised after a reload, with what is in force now.</summary>
    public event Action<ResourceHygieneOptions>? Changed;

    /// <summary>What is in force.</summary>
    /// <exception cref="OptionsValidationException">At the start: everything that is wrong with the settings.</exception>
    public ResourceHygieneOptions Current => monitor.CurrentValue;

    /// <summary>Begins to follow changes of the configuration.</summary>
    public IDisposable Watch(HealthRecord health, ILogger logger)
    {
        var changes = sections.Select(section => ChangeToken.OnChange(section.Changed, () => OnChanged(health, logger))).ToArray();
        return new Watched(changes);
    }

    /// <summary>One reload at a time; a change during a reload asks for another one.</summary>
    private void OnChanged(HealthRecord health, ILogger logger)
    {
        if (Interlocked.Increment(ref _reloads) > 1)
            return;

        int seen;
        do
        {
            seen = Volatile.Read(ref _reloads);
            Reload(health, logger);
        }
        while (Interlocked.CompareExchange(ref _reloads, 0, seen) != seen);
    }

    private void Reload(HealthRecord health, ILogger logger)
    {
        try
        {
            var options = factory.Create(Microsoft.Extensions.Options.Options.DefaultName);
            cache.TryRemove(Microsoft.Extensions.Options.Options.DefaultName);
            cache.TryAdd(Microsoft.Extensions.Options.Options.DefaultName, options);
            Changed?.Invoke(options);
            health.Reloaded();
            HostLog.Reloaded(logger);
        }
        catch (Exception exception)
        {
            // Also what a configuring delegate of the program throws: this runs on a file watcher's thread.
            health.ReloadRefused(exception.Message);
            HostLog.ReloadRefused(logger, exception.Message, exception);
        }
    }

    private sealed class Watched(IDisposable[] changes) : IDisposable
    {
        public void Dispose()
        {
            foreach (var change in changes)
                change.Dispose();
        }
    }
}
