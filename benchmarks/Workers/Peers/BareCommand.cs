using System.Diagnostics;

namespace ResourceHygiene.Workers.Benchmarks.Peers;

/// <summary>What one writes without a library.</summary>
internal static class BareCommand
{
    public const string Program = "/bin/true";

    /// <summary>Start, and wait: nothing is redirected, and nothing would be ended with it.</summary>
    public static void Run()
    {
        using var process = Process.Start(new ProcessStartInfo(Program) { UseShellExecute = false })!;
        process.WaitForExit();
    }

    public static async Task RunAsync()
    {
        using var process = Process.Start(new ProcessStartInfo(Program) { UseShellExecute = false })!;
        await process.WaitForExitAsync().ConfigureAwait(false);
    }

    /// <summary>With both outputs read, as most programs need it.</summary>
    public static async Task CaptureAsync()
    {
        using var process = Process.Start(new ProcessStartInfo(Program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().ConfigureAwait(false);
        await output.ConfigureAwait(false);
        await error.ConfigureAwait(false);
    }

    /// <summary>As many at a time as said, with a semaphore.</summary>
    public static void RunMany(int operations, int atOnce)
    {
        using var room = new SemaphoreSlim(atOnce);
        var running = new Task[operations];
        for (var i = 0; i < operations; i++)
        {
            room.Wait();
            running[i] = Task.Run(async () =>
            {
                await RunAsync().ConfigureAwait(false);
                room.Release();
            });
        }
        Task.WaitAll(running);
    }
}
