using System.Globalization;
using System.Text;
using WorkerProbe;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>A worker receives on the thread that runs a short call, and on another one while a call lasts: whichever comes in which order.</summary>
public sealed class ReceiveTurnTests : AuditedTests
{
    [LinuxFact]
    public async Task A_call_that_lasts_hears_that_it_is_cancelled_after_any_number_of_short_ones()
    {
        await using var worker = WorkerFaultTests.Start(static options => options with { EndGrace = Patience });
        var first = (await WorkerFaultTests.Describe(worker)).ProcessId;
        for (var round = 0; round < 10; round++)
        {
            for (var call = 0; call < round * round; call++)
                Echo(worker, $"{round}.{call}");
            using var cancellation = new CancellationTokenSource();
            var lasting = LastAsync(worker, cancellation.Token);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lasting);
        }

        // It listened each time: one that does not is ended after the grace, and until then no other call has its turn.
        Assert.Equal(first, (await WorkerFaultTests.Describe(worker)).ProcessId);
    }

    [LinuxFact]
    public async Task A_call_whose_cancellation_is_received_before_it_begins_is_cancelled_and_no_other()
    {
        const ushort Latest = 6, Describe = 3;
        using var parent = new HandParent(Patience);
        parent.Write(
            HandParent.Frame(HandParent.Begin, 0, texts: ["unit", ""]),
            HandParent.Frame(HandParent.Cancel, 7),
            HandParent.Frame(HandParent.Request, 7, Latest),
            HandParent.Frame(HandParent.Request, 8, Latest));
        Assert.Equal(HandParent.Hello, (await parent.ReadAsync()).Kind);

        Assert.Equal((HandParent.Reply, 7, "cancelled"), await parent.ReadAsync());

        // The next one goes on until it is meant itself: its answer comes after that of nobody.
        parent.Write(HandParent.Frame(HandParent.Cancel, 7), HandParent.Frame(HandParent.Cancel, 8), HandParent.Frame(HandParent.Request, 9, Describe));
        Assert.Equal((HandParent.Reply, 8, "cancelled"), await parent.ReadAsync());
        Assert.Equal((HandParent.Reply, 9), (await parent.ReadAsync()) is var (kind, correlation, _) ? (kind, correlation) : default);
        Assert.Equal(0, await parent.EndAsync());
    }

    [LinuxFact]
    public async Task A_command_gets_room_for_its_result_whoever_receives()
    {
        await using var worker = WorkerFaultTests.Start();
        for (var round = 0; round < 50; round++)
        {
            Echo(worker, $"{round}");
            using var request = worker.CreateRequest(FaultService.Fill);
            Encoding.UTF8.GetBytes(((round % 3) + 1).ToString(CultureInfo.InvariantCulture), request.Arguments);
            using var reply = worker.Call(request);
            Assert.Equal((round % 3) + 1, reply.GetPayload<byte>(0).Length);
        }
    }

    [LinuxFact]
    public async Task Callers_that_wait_and_callers_that_await_get_their_own_answers()
    {
        await using var worker = WorkerFaultTests.Start();
        var callers = Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
        {
            for (var call = 0; call < 100; call++)
            {
                if ((caller & 1) == 0)
                    Echo(worker, $"{caller}.{call}");
                else
                    await EchoAsync(worker, $"{caller}.{call}");
            }
        }));

        await Task.WhenAll(callers).WaitAsync(Patience);

        Assert.Equal(400, worker.Status.Answered);
    }

    private static void Echo(IsolatedWorker worker, string text)
    {
        using var request = Request(worker, text);
        using var reply = worker.Call(request);
        Assert.Equal(text, Encoding.UTF8.GetString(reply.Result.Span));
    }

    private static async Task EchoAsync(IsolatedWorker worker, string text)
    {
        using var request = Request(worker, text);
        using var reply = await worker.CallAsync(request);
        Assert.Equal(text, Encoding.UTF8.GetString(reply.Result.Span));
    }

    private static async Task LastAsync(IsolatedWorker worker, CancellationToken cancellationToken)
    {
        using var request = worker.CreateRequest(FaultService.Latest);
        using var reply = await worker.CallAsync(request, cancellationToken);
    }

    private static WorkerRequest Request(IsolatedWorker worker, string text)
    {
        var request = worker.CreateRequest(FaultService.Echo);
        Encoding.UTF8.GetBytes(text, request.Arguments);
        return request;
    }
}
