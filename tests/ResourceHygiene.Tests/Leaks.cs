namespace ResourceHygiene.Tests;

internal static class Leaks
{
    /// <summary>
    /// Collects garbage until the tracker reports a leak, or as often as said. Once is enough on a quiet day; a collection that another
    /// test makes at the same moment puts the report off.
    /// </summary>
    public static IReadOnlyList<LeakRecord> Of(ResourceTracker tracker, int rounds = 50)
    {
        for (var round = 0; round < rounds; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (tracker.CollectLeaks() is { Count: > 0 } leaks)
                return leaks;
        }
        return [];
    }
}
