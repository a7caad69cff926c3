using System.Globalization;

namespace ResourceHygiene.Workers.Benchmarks.Rows;

/// <summary>Calls of the worker that is measured, and what the rows about workers share.</summary>
internal static class WorkerLab
{
    private static readonly byte[] s_message = new byte[64];

    public static IsolatedWorker Start(bool standby) => new(BenchService.Service, new() { Mode = WorkerMode.Always, Standby = standby, CallTimeout = TimeSpan.FromSeconds(30) });

    public static void RoundTrips(IsolatedWorker worker, int operations)
    {
        for (var i = 0; i < operations; i++)
        {
            using var request = Message(worker);
            using var reply = worker.Call(request);
        }
    }

    public static async Task RoundTripsAsync(IsolatedWorker worker, int operations)
    {
        for (var i = 0; i < operations; i++)
        {
            using var request = Message(worker);
            using var reply = await worker.CallAsync(request).ConfigureAwait(false);
        }
    }

    /// <summary>Bytes of memory that are this process's own, as the kernel counts them.</summary>
    public static long OwnMemory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var statm = File.ReadAllText("/proc/self/statm").Split(' ');
        return (long.Parse(statm[1], CultureInfo.InvariantCulture) - long.Parse(statm[2], CultureInfo.InvariantCulture)) * Environment.SystemPageSize;
    }

    private static WorkerRequest Message(IsolatedWorker worker)
    {
        var request = worker.CreateRequest(BenchService.Echo);
        s_message.CopyTo(request.Arguments.GetSpan(s_message.Length));
        request.Arguments.Advance(s_message.Length);
        return request;
    }
}
