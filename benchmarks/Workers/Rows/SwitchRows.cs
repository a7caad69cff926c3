using System.Diagnostics;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Workers.Benchmarks.Peers;

namespace ResourceHygiene.Workers.Benchmarks.Rows;

/// <summary>From one unit's worker to the first answer of the next one.</summary>
internal static class SwitchRows
{
    private const int Rounds = 8;

    public static IEnumerable<Figure> Measure()
    {
        var bare = TimeSpan.MaxValue;
        var message = new byte[PeerPrograms.MessageLength];
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            using var process = PeerPrograms.Start("ready");
            process.StandardOutput.BaseStream.ReadExactly(message);
            var took = Stopwatch.GetElapsedTime(start);
            bare = took < bare ? took : bare;
            process.StandardInput.Close();
            process.WaitForExit();
        }

        var bareCompiled = Compiled.ReadFrom(message);
        var compiled = CompiledByWorker();
        var cold = Switches(standby: false);
        var warm = Switches(standby: true);
        return
        [
            new("switch to a fresh worker and first answer, cold: ours / bare start of the same program until it writes", cold / bare, 1.3),
            new("switch to a fresh worker and first answer, with a rehearsed standby: ms", warm.TotalMilliseconds, 1),
            new("switch to a fresh worker and first answer, cold: ms", cold.TotalMilliseconds),
            new("methods compiled until then: a worker's", compiled.Methods),
            new("methods compiled until then: the bare program's", bareCompiled.Methods),
            new("time for compiling them: ms more than the bare program", compiled.Milliseconds - bareCompiled.Milliseconds),
        ];
    }

    private static Compiled CompiledByWorker()
    {
        var worker = WorkerLab.Start(standby: false);
        try
        {
            using var request = worker.CreateRequest(BenchService.Compiled);
            using var reply = worker.Call(request);
            return Compiled.ReadFrom(reply.Result.Span);
        }
        finally
        {
            worker.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static TimeSpan Switches(bool standby)
    {
        var worker = WorkerLab.Start(standby);
        try
        {
            var best = TimeSpan.MaxValue;
            WorkerLab.RoundTrips(worker, 1);
            for (var round = 0; round < Rounds; round++)
            {
                // A spare that is still on its way is not what is asked about.
                while (standby && !worker.Status.HasStandby)
                    Thread.Sleep(1);
                var start = Stopwatch.GetTimestamp();
                worker.SwitchAsync($"unit {round}").AsTask().GetAwaiter().GetResult();
                WorkerLab.RoundTrips(worker, 1);
                var took = Stopwatch.GetElapsedTime(start);
                best = took < best ? took : best;
            }
            return best;
        }
        finally
        {
            worker.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
