using System.Diagnostics;

namespace ResourceHygiene;

/// <summary>Ends a process: its Dispose would only let go of the handle.</summary>
internal static class ProcessRelease
{
    /// <summary>A killed process goes at once, unless it sits in the kernel, as on a network drive that does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Kills the process and its descendants, waits until it is gone, and lets go of its handle.</summary>
    public static ReleaseOutcome KillTree(Process process)
    {
        if (IsRunning(process))
        {
            process.Kill(entireProcessTree: true);
            if (!process.WaitForExit(Patience))
                return ReleaseOutcome.Kept($"process {process.Id} was killed but is still there after {ResourceText.Seconds(Patience)}");
        }

        process.Dispose();
        return default;
    }

    private static bool IsRunning(Process process)
    {
        try
        {
            return !process.HasExited;
        }
        catch (InvalidOperationException)
        {
            // Never started, or disposed by its owner: there is nothing to kill.
            return false;
        }
    }
}
