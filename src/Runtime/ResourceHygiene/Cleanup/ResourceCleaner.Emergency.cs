namespace ResourceHygiene;

// Letting go of everything at once when memory or time is short.
public sealed partial class ResourceCleaner
{
    /// <summary>How many things an emergency's report can list; it counts the others.</summary>
    public const int EmergencyItems = 256;

    /// <summary>What an emergency needs, made while there is memory.</summary>
    private EmergencyRun? _emergency;

    private readonly CleanupReport _noMemory = EmergencyRun.ReportOfNoMemory();

    /// <summary>
    /// Lets go of everything now: all resources that are not leased, high priorities and dependents first, then all registered
    /// cleaners, whatever their level. Nothing is saved first. Waits for no other clean-up. Never throws; what it needs itself was
    /// allocated when this object was made.
    /// </summary>
    /// <param name="deadline">
    /// How long it may take; what hangs is left behind then. <see langword="null"/>, the default, is 1 s; what is not a possible time is
    /// taken as the nearest that is.
    /// </param>
    /// <returns>What became of each thing, of the first <see cref="EmergencyItems"/> by name.</returns>
    public CleanupReport Emergency(TimeSpan? deadline = null)
    {
        var budget = deadline ?? TimeSpan.FromSeconds(1);
        if (budget == Timeout.InfiniteTimeSpan || budget.TotalMilliseconds > int.MaxValue)
            budget = TimeSpan.FromMilliseconds(int.MaxValue);
        else if (budget < TimeSpan.Zero)
            budget = TimeSpan.Zero;

        EmergencyRun? run;
        try
        {
            // Two emergencies at once: the second needs its own.
            run = Interlocked.Exchange(ref _emergency, null) ?? new EmergencyRun(this);
        }
        catch (OutOfMemoryException)
        {
            return _noMemory;
        }

        var report = run.Run(budget);
        try
        {
            Volatile.Write(ref _emergency, new EmergencyRun(this));
            return Tell(report);
        }
        catch (OutOfMemoryException)
        {
            // The caller has the report all the same; the next emergency tries again.
            return report;
        }
    }
}
