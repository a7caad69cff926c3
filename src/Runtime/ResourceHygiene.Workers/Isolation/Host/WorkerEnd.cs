using System.Diagnostics;

namespace ResourceHygiene.Workers;

/// <summary>How a worker ends whose parent is gone: with its exit handlers, but whatever they or a hanging command do.</summary>
internal static class WorkerEnd
{
    /// <summary>What exit handlers may take. Nobody waits for the process any more; it holds memory that somebody may need.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Does not return.</summary>
    public static void Now(int exitCode)
    {
        // Not on this thread: a handler may hang.
        new Thread(() => Environment.Exit(exitCode)) { IsBackground = true, Name = "ResourceHygiene worker end" }.Start();
        using var never = new ManualResetEventSlim();
        never.Wait(s_patience);
        using var self = Process.GetProcessById(Environment.ProcessId);
        self.Kill();
        never.Wait();
    }
}
