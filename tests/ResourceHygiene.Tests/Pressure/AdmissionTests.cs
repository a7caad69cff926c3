namespace ResourceHygiene.Tests.Pressure;

public sealed class AdmissionTests : IDisposable
{
    private static readonly ResourceRegistration Low = new() { Type = "cache", Priority = ReleasePriority.Low };

    private readonly PressureBench _bench = new(followsTracker: false);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void In_an_emergency_low_priorities_are_refused_and_others_are_not()
    {
        using var gate = new Admission(_bench.Monitor);
        var resource = new FakeResource();
        Assert.True(gate.TryRegister(resource, Low, out var handle));
        Assert.True(_bench.Bench.Tracker.TryGetInfo(handle, out _));

        Squeeze();

        Assert.False(gate.TryRegister(new FakeResource(), Low, out var refused));
        Assert.True(refused.IsNone);
        Assert.True(gate.TryRegister(new FakeResource(), Low with { Priority = ReleasePriority.Normal }, out _));
        Assert.True(gate.TryRegister(new FakeResource(), Low with { Location = ResourceLocation.Device(0) }, out _));
        GC.KeepAlive(resource);
    }

    [Fact]
    public void A_warning_refuses_nobody()
    {
        using var gate = new Admission(_bench.Monitor);
        _bench.Gauge.Used = 800;
        _bench.Next();

        Assert.True(gate.Admits(ReleasePriority.Low));
    }

    [Fact]
    public async Task Those_who_wait_are_woken_by_the_change_of_level()
    {
        using var gate = new Admission(_bench.Monitor);
        Squeeze();
        var resource = new FakeResource();

        var registration = gate.RegisterAsync(resource, Low).AsTask();
        Assert.False(registration.IsCompleted);
        Assert.Equal(1, gate.Waiting);
        Assert.Equal(0, _bench.Bench.Tracker.Totals.Live);

        Relax();

        Assert.True(_bench.Bench.Tracker.TryGetInfo(await registration, out _));
        Assert.Equal(0, gate.Waiting);
        GC.KeepAlive(resource);
    }

    [Fact]
    public async Task They_are_served_by_priority_then_in_order_and_only_as_many_as_fit()
    {
        using var gate = new Admission(_bench.Monitor, ReleasePriority.Normal);
        Squeeze();
        var first = Wait(gate, ReleasePriority.Low, 100);
        var second = Wait(gate, ReleasePriority.Low, 100);
        var important = Wait(gate, ReleasePriority.Normal, 250);
        var large = Wait(gate, ReleasePriority.Normal, 5000);

        // 300 bytes below the emergency: the important one fits, the large one does not, and nobody passes it.
        Relax(used: 600);
        await important;
        Assert.Equal((false, false, false), (first.IsCompleted, second.IsCompleted, large.IsCompleted));

        // Larger than all there is: it has its turn when it is the first, or it would wait for ever.
        _bench.Next();
        await large;
        Assert.Equal((false, false), (first.IsCompleted, second.IsCompleted));

        _bench.Next();
        await first;
        await second;
        Assert.Equal(0, gate.Waiting);
    }

    [Fact]
    public async Task Nobody_overtakes_those_who_wait()
    {
        using var gate = new Admission(_bench.Monitor);
        Squeeze();
        var first = Wait(gate, ReleasePriority.Low, 900);
        var second = Wait(gate, ReleasePriority.Low, 900);
        Relax();
        await first;

        Assert.False(gate.Admits(ReleasePriority.Low));
        _bench.Next();
        await second;
        Assert.True(gate.Admits(ReleasePriority.Low));
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_what_was_not_admitted_is_not_registered()
    {
        using var gate = new Admission(_bench.Monitor);
        using var cancellation = new CancellationTokenSource();
        Squeeze();
        var cancelled = gate.RegisterAsync(new FakeResource(), Low, cancellation.Token).AsTask();
        var other = gate.RegisterAsync(new FakeResource(), Low).AsTask();

        await cancellation.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Equal(1, gate.Waiting);
        Relax();
        await other;
        Assert.Equal(1, _bench.Bench.Tracker.Totals.Registered);
        Assert.True(gate.WaitAsync(ReleasePriority.Low, cancellationToken: cancellation.Token).AsTask().IsCanceled);
    }

    [Fact]
    public async Task At_the_end_of_the_program_nobody_is_admitted_any_more()
    {
        using var stopping = new CancellationTokenSource();
        using var gate = new Admission(_bench.Monitor, stopping: stopping.Token);
        Squeeze();
        var waiting = Wait(gate, ReleasePriority.Low);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(gate.TryRegister(new FakeResource(), Low with { Priority = ReleasePriority.Critical }, out _));
        Assert.True(Wait(gate, ReleasePriority.Critical).IsCanceled);
    }

    [Fact]
    public async Task Disposing_the_gate_or_the_monitor_opens_it()
    {
        var gate = new Admission(_bench.Monitor);
        var other = new Admission(_bench.Monitor);
        Squeeze();
        var waiting = Wait(gate, ReleasePriority.Low);
        Task[] others = [Wait(other, ReleasePriority.Low, 5000), Wait(other, ReleasePriority.Low, 5000)];

        gate.Dispose();
        await waiting;
        Assert.True(gate.Admits(ReleasePriority.Low));
        Assert.True(Wait(gate, ReleasePriority.Low).IsCompletedSuccessfully);

        _bench.Monitor.Dispose();
        await Task.WhenAll(others);
        Assert.True(other.Admits(ReleasePriority.Low));
        other.Dispose();
    }

    [Fact]
    public async Task Many_callers_at_once_are_all_served_exactly_once()
    {
        using var gate = new Admission(_bench.Monitor);
        Squeeze();
        using var cancellation = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            try
            {
                await gate.WaitAsync(ReleasePriority.Low, 1, cancellationToken: i % 4 == 0 ? cancellation.Token : default);
                return 1;
            }
            catch (OperationCanceledException)
            {
                return 0;
            }
        })).ToArray();
        var everybody = Task.WhenAll(callers);

        await cancellation.CancelAsync();
        Relax();
        while (!everybody.IsCompleted)
        {
            _bench.Next();
            await Task.Yield();
        }

        Assert.InRange((await everybody).Sum(), 150, 200);
        Assert.Equal(0, gate.Waiting);
    }

    private static Task Wait(Admission gate, ReleasePriority priority, long bytes = 0) => gate.WaitAsync(priority, bytes).AsTask();

    private void Squeeze()
    {
        _bench.Gauge.Used = 950;
        _bench.Next();
    }

    private void Relax(long used = 0)
    {
        _bench.Gauge.Used = used;
        _bench.Next();
    }
}
