using ResourceHygiene;

namespace ClipStudio.Memory;

/// <summary>
/// A machine with little memory, to try out what happens when it runs short. A program in earnest leaves the gauge out and
/// calls <see cref="PressureMonitor.Start"/> once: then the real machine is watched in the background.
/// </summary>
internal sealed class SmallMachine : IDisposable
{
    [Owned] private readonly PressureMonitor _monitor;
    private readonly List<PressureAction> _actions = [];

    /// <param name="cleaner">Who lets go.</param>
    /// <param name="bytes">The machine's memory; without, it never runs short.</param>
    public SmallMachine(ResourceCleaner cleaner, long? bytes) => _monitor = new(cleaner, new()
    {
        Gauges = bytes is { } limit ? [new SimulatedMemoryGauge(limit) { Name = "the machine", Tracker = cleaner.Tracker }] : [],
        WarningGrace = TimeSpan.Zero,   // nobody else uses this machine: what is short stays short
        WarningCleanup = null,          // cleaners would take what the pipeline still needs; caches are enough here
        EmergencyCleanup = null,
    });

    /// <summary>Each time memory was short, and what was done.</summary>
    public IReadOnlyList<PressureAction> Actions => _actions;

    /// <summary>Measures, and lets go on this thread what is due.</summary>
    public void Check() => _actions.AddRange(_monitor.Check());

    public void Dispose() => _monitor.Dispose();
}
