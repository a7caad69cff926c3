using System.Globalization;
using System.Text;
using ResourceHygiene.Workers.Tests.Faults;
using WorkerProbe;

namespace ResourceHygiene.Workers.Tests.Payloads;

/// <summary>Payloads between this process and real workers: in place, in segments that are used again, and all of them back afterwards.</summary>
public sealed class WorkerPayloadTests : AuditedTests
{
    private const int Megabyte = 1 << 20;

    private readonly ResourceTracker _tracker = new();
    private readonly SegmentPool _pool;

    public WorkerPayloadTests() => _pool = new(new() { Tracker = _tracker });

    public override Task DisposeAsync()
    {
        var statistics = _pool.Statistics;
        Assert.Equal(statistics.Segments, statistics.IdleSegments);
        _pool.Dispose();
        Assert.Equal(0, _tracker.Totals.Live);
        return base.DisposeAsync();
    }

    [LinuxTheory]
    [InlineData(WorkerMode.Always)]
    [InlineData(WorkerMode.Never)]
    public async Task A_payload_arrives_and_its_answer_comes_back(WorkerMode mode)
    {
        await using var worker = Start(mode);
        using var request = worker.CreateRequest(FaultService.Echo);
        var sent = Enumerable.Range(0, 1000).ToArray();
        request.AddPayload<int>(sent);
        request.AddPayload<double>([]);

        using var reply = await worker.CallAsync(request);

        Assert.Equal(2, reply.PayloadCount);
        Assert.Equal(sent, reply.GetArray<int>(0));
        Assert.Empty(reply.GetArray<double>(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reply.GetArray<int>(2));
        Assert.Throws<InvalidDataException>(() => reply.GetArray<Guid>(0).Length + reply.GetPayload<decimal>(0).Length + reply.GetPayload<Odd>(0).Length);
    }

    [LinuxTheory]
    [InlineData(WorkerMode.Always)]
    [InlineData(WorkerMode.Never)]
    public async Task A_payload_of_the_callers_is_read_in_place_and_may_be_disposed_during_the_call(WorkerMode mode)
    {
        await using var worker = Start(mode);
        using var request = worker.CreateRequest(FaultService.Sum);
        var payload = _pool.Rent<byte>(4 * Megabyte);
        payload.Span.Fill(1);
        request.AddPayload(payload);
        payload.Dispose();

        using var reply = await worker.CallAsync(request);

        Assert.Equal((4 * Megabyte).ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetString(reply.Result.Span));
        Assert.Equal(0, _pool.Statistics.IdleSegments);
    }

    [LinuxTheory]
    [InlineData(WorkerMode.Always)]
    [InlineData(WorkerMode.Never)]
    public async Task A_result_that_was_taken_outlives_its_reply_and_can_be_sent_on(WorkerMode mode)
    {
        await using var worker = Start(mode);
        SharedPayload<byte> result;
        using (var request = Fill(worker, Megabyte))
        using (var reply = await worker.CallAsync(request))
            result = reply.TakePayload<byte>(0);

        Assert.Equal(255, result.Span[255]);
        using (result)
        using (var request = worker.CreateRequest(FaultService.Sum))
        {
            request.AddPayload(result);
            using var reply = await worker.CallAsync(request);
            Assert.Equal((Megabyte / 256 * (255 * 256 / 2)).ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetString(reply.Result.Span));
        }
    }

    [LinuxFact]
    public async Task Segments_are_used_again_from_call_to_call_and_from_worker_to_worker()
    {
        await using var worker = Start(WorkerMode.Always);
        for (var unit = 0; unit < 3; unit++)
        {
            await worker.SwitchAsync($"unit {unit}");
            for (var call = 0; call < 10; call++)
            {
                using var request = Fill(worker, Megabyte);
                using var reply = await worker.CallAsync(request);
                Assert.Equal(7, reply.GetPayload<byte>(0)[7]);
            }
        }

        Assert.Equal(30, _pool.Statistics.Rents);
        Assert.Equal(1, _pool.Statistics.Made);
    }

    [LinuxFact]
    public async Task A_synchronous_call_carries_payloads_as_well()
    {
        await using var worker = Start(WorkerMode.Always);
        await worker.SwitchAsync("unit");
        using var request = Fill(worker, Megabyte);

        using var reply = worker.Call(request);

        Assert.Equal(Megabyte, reply.GetPayload<byte>(0).Length);
    }

    [LinuxTheory]
    [InlineData("die-while-writing-a-segment", WorkerFailure.Crashed)]
    [InlineData("segment-out-of-range", WorkerFailure.ProtocolViolated)]
    [InlineData("segment-larger-than-it-is", WorkerFailure.ProtocolViolated)]
    [InlineData("segment-of-an-earlier-rent", WorkerFailure.ProtocolViolated)]
    [InlineData("segment-never-given", WorkerFailure.ProtocolViolated)]
    [InlineData("segment-twice", WorkerFailure.ProtocolViolated)]
    [InlineData("segment-that-was-sent", WorkerFailure.ProtocolViolated)]
    [InlineData("segment-of-nonsense", WorkerFailure.ProtocolViolated)]
    [InlineData("segment-of-negative-size-wanted", WorkerFailure.ProtocolViolated)]
    [InlineData("segment-of-all-memory-wanted", WorkerFailure.ProtocolViolated)]
    [InlineData("segments-without-end", WorkerFailure.ProtocolViolated)]
    public async Task A_worker_that_goes_wrong_with_its_memory_costs_its_call_and_no_segment(string fault, WorkerFailure failure)
    {
        await using var worker = Start(WorkerMode.Always);
        using (var request = worker.CreateRequest(FaultService.Fault))
        {
            Encoding.UTF8.GetBytes(fault, request.Arguments);
            request.AddPayload<byte>([1, 2, 3]);

            var exception = await Assert.ThrowsAsync<WorkerException>(() => worker.CallAsync(request).AsTask());

            Assert.Equal(failure, exception.Failure);
            // What was sent stays the request's. All else came back, as nobody is left who could write to it.
            Assert.Equal(_pool.Statistics.Segments - 1, _pool.Statistics.IdleSegments);
        }

        using var next = Fill(worker, Megabyte);
        using var reply = await worker.CallAsync(next);
        Assert.Equal(Megabyte, reply.GetPayload<byte>(0).Length);
    }

    [LinuxFact]
    public async Task A_worker_that_keeps_a_segment_too_long_loses_it_with_its_life()
    {
        await using var worker = Start(WorkerMode.Always);
        long sent;
        using (var request = worker.CreateRequest(FaultService.Fault))
        {
            Encoding.UTF8.GetBytes("hang", request.Arguments);
            request.AddPayload<byte>([1, 2, 3]);
            request.Timeout = TimeSpan.FromMilliseconds(200);
            sent = _pool.Statistics.Made;

            var exception = await Assert.ThrowsAsync<WorkerException>(() => worker.CallAsync(request).AsTask());

            Assert.Equal(WorkerFailure.TimedOut, exception.Failure);
        }

        // The next call waits until nothing is left of the worker: so does the segment.
        using var next = Fill(worker, 10);
        using var reply = await worker.CallAsync(next);
        Assert.Equal(sent, _pool.Statistics.Made);
    }

    [LinuxFact]
    public async Task What_a_full_pool_refuses_is_the_commands_error_and_the_worker_goes_on()
    {
        using var small = new SegmentPool(new() { Name = "small", Tracker = _tracker, MaxBytes = Megabyte });
        await using var worker = Start(WorkerMode.Always, small);
        using (var request = Fill(worker, 2 * Megabyte))
        {
            var exception = await Assert.ThrowsAsync<WorkerException>(() => worker.CallAsync(request).AsTask());

            Assert.Equal(WorkerFailure.CommandThrew, exception.Failure);
            Assert.Contains("'small'", exception.Message, StringComparison.Ordinal);
        }

        using var next = Fill(worker, Megabyte);
        using var reply = await worker.CallAsync(next);
        Assert.Equal(Megabyte, reply.GetPayload<byte>(0).Length);
    }

    [LinuxFact]
    public async Task Superseded_and_cancelled_calls_give_their_segments_back()
    {
        await using var worker = Start(WorkerMode.Always);
        await worker.SwitchAsync("unit");
        using var cancellation = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 5).Select(_ => CallAsync(cancellation.Token)).ToArray();

        // The first runs, the newest waits, and those in between were superseded.
        foreach (var superseded in calls[1..^1])
            Assert.Equal(WorkerFailure.Superseded, (await Assert.ThrowsAsync<WorkerException>(() => superseded)).Failure);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls[0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls[^1]);
        await worker.DisposeAsync();

        Assert.Equal(5, _pool.Statistics.IdleSegments);

        async Task CallAsync(CancellationToken cancellationToken)
        {
            using var request = worker.CreateRequest(FaultService.Latest);
            request.AddPayload<byte>([1]);
            using var reply = await worker.CallAsync(request, cancellationToken);
        }
    }

    private static WorkerRequest Fill(IsolatedWorker worker, int bytes)
    {
        var request = worker.CreateRequest(FaultService.Fill);
        Encoding.UTF8.GetBytes(bytes.ToString(CultureInfo.InvariantCulture), request.Arguments);
        return request;
    }

    private IsolatedWorker Start(WorkerMode mode, SegmentPool? pool = null) => new(FaultService.Service, new WorkerOptions
    {
        Program = ProbeProgram.Path,
        Arguments = [.. ProbeProgram.Arguments("worker", "serve")],
        Mode = mode,
        Standby = false,
        CallTimeout = Patience,
        RestartBackOff = TimeSpan.FromMilliseconds(1),
        Segments = pool ?? _pool,
        Tracker = _tracker,
    });

#pragma warning disable CS0649 // Only its size matters.
    private readonly struct Odd
    {
        public readonly byte First;
        public readonly byte Second;
        public readonly byte Third;
    }
#pragma warning restore CS0649
}
