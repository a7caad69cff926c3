namespace ResourceHygiene.Workers;

/// <summary>Waiting with a limit, where its end is no exception.</summary>
internal static class WaitExtensions
{
    /// <summary>Whether a <see cref="Task.WaitAsync(TimeSpan, TimeProvider)"/> of a task that never fails was in time.</summary>
    public static async Task<bool> IsInTime(this Task waiting)
    {
        try
        {
            await waiting.ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
