using System.Buffers;
using System.Globalization;
using System.Text;
using ResourceHygiene.Workers;

namespace WorkerProbe;

/// <summary>Written by hand, as a generator would write it.</summary>
internal sealed class FaultDispatcher(WorkerContext context) : IWorkerDispatcher
{
    private int _calls;

    public async ValueTask DispatchAsync(WorkerCall workerCall)
    {
        _calls++;
        if (workerCall.CommandId == FaultService.Echo.Id)
            Echo(workerCall);
        else if (workerCall.CommandId == FaultService.Describe.Id)
            Answer(workerCall, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}|{context.Unit}|{_calls}|{(context.IsIsolated ? "isolated" : "in process")}"));
        else if (workerCall.CommandId == FaultService.Fill.Id)
            Fill(workerCall.RentResult<byte>(Number(workerCall)));
        else if (workerCall.CommandId == FaultService.Sum.Id)
            Answer(workerCall, Sum(workerCall.GetPayload<byte>(0)).ToString(CultureInfo.InvariantCulture));
        else if (workerCall.CommandId == FaultService.Latest.Id)
            await UntilCancelled(workerCall);
        else
            await Faults.Do(Text(workerCall), workerCall);
    }

    private static void Echo(WorkerCall workerCall)
    {
        workerCall.Result.Write(workerCall.Arguments.Span);
        for (var i = 0; i < workerCall.PayloadCount; i++)
            workerCall.AddResult<byte>(workerCall.GetPayload<byte>(i));
    }

    private static void Fill(Span<byte> room)
    {
        for (var i = 0; i < room.Length; i++)
            room[i] = (byte)i;
    }

    private static long Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0L;
        foreach (var value in bytes)
            sum += value;
        return sum;
    }

    private static async Task UntilCancelled(WorkerCall workerCall)
    {
        var cancelled = new TaskCompletionSource();
        using (workerCall.CancellationToken.Register(cancelled.SetResult))
            await cancelled.Task;
        Answer(workerCall, "cancelled");
    }

    private static string Text(WorkerCall workerCall) => Encoding.UTF8.GetString(workerCall.Arguments.Span);

    private static int Number(WorkerCall workerCall) => int.Parse(workerCall.Arguments.Span, CultureInfo.InvariantCulture);

    private static void Answer(WorkerCall workerCall, string text) => Encoding.UTF8.GetBytes(text, workerCall.Result);
}
