using System.Buffers;

namespace ResourceHygiene.Workers;

/// <summary>Answers with what came, payloads included: the rehearsal of a standby, in which everything is compiled that a call needs.</summary>
internal sealed class EchoDispatcher : IWorkerDispatcher
{
    public static EchoDispatcher Instance { get; } = new();

    public ValueTask DispatchAsync(WorkerCall workerCall)
    {
        workerCall.Result.Write(workerCall.Arguments.Span);
        for (var index = 0; index < workerCall.PayloadCount; index++)
            workerCall.AddResult<byte>(workerCall.GetPayload<byte>(index));
        return ValueTask.CompletedTask;
    }
}
