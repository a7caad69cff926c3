using System.Buffers;

namespace ResourceHygiene.Workers.Benchmarks.Rows;

/// <summary>The worker that is measured: it does as little as it can.</summary>
internal sealed class BenchService : IWorkerDispatcher
{
    /// <summary>Answers with what came.</summary>
    public static WorkerCommandInfo Echo { get; } = new(1, "Echo");

    /// <summary>Looks at no payload.</summary>
    public static WorkerCommandInfo Take { get; } = new(2, "Take");

    /// <summary>Reads all of its payload.</summary>
    public static WorkerCommandInfo Read { get; } = new(3, "Read");

    /// <summary>Makes a payload in place, whose content it leaves as it is.</summary>
    public static WorkerCommandInfo Make { get; } = new(4, "Make");

    /// <summary>Says what its process has compiled until then.</summary>
    public static WorkerCommandInfo Compiled { get; } = new(5, "Compiled");

    public static WorkerService Service { get; } = new()
    {
        Name = "benchmark",
        Contract = "1",
        Commands = [Echo, Take, Read, Make, Compiled],
        Create = static _ => new BenchService(),
    };

    public ValueTask DispatchAsync(WorkerCall workerCall)
    {
        switch (workerCall.CommandId)
        {
            case 1:
                workerCall.Result.Write(workerCall.Arguments.Span);
                break;
            case 3:
                BitConverter.TryWriteBytes(workerCall.RentResult<byte>(sizeof(long)), Peers.Payload.Sum(workerCall.GetPayload<byte>(0)));
                break;
            case 4:
                _ = workerCall.RentResult<byte>(Peers.Payload.Length);
                break;
            case 5:
                Peers.Compiled.Now().WriteTo(workerCall.Result.GetSpan(Peers.Compiled.Size));
                workerCall.Result.Advance(Peers.Compiled.Size);
                break;
            default:
                break;
        }
        return ValueTask.CompletedTask;
    }
}
