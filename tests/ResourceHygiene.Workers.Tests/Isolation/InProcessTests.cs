using static ResourceHygiene.Workers.Tests.Isolation.Calls;

namespace ResourceHygiene.Workers.Tests.Isolation;

/// <summary>Units whose commands run in this process: what they hold goes as that of a process would.</summary>
public sealed class InProcessTests
{
    [Fact]
    public async Task A_unit_is_disposed_once_and_gets_no_call_afterwards()
    {
        var units = new List<Unit>();
        await using (var worker = Make(context => Add(units, new Unit(context))))
        {
            for (var unit = 0; unit < 50; unit++)
            {
                var call = Task.Run(() => worker.Call("a"));
                await worker.SwitchAsync($"{unit}");
                await call.ContinueWith(static _ => { }, TaskScheduler.Default);
                await worker.Call("b");
            }
        }

        Assert.NotEmpty(units);
        Assert.All(units, static unit => Assert.Equal((1, false), (unit.Disposals, unit.WasCalledLate)));
    }

    [Fact]
    public async Task What_a_command_answers_after_it_was_given_up_goes_back()
    {
        using var pool = new SegmentPool(new() { Name = "late", Tracker = new ResourceTracker() });
        var clock = new ManualTimeProvider();
        var goOn = new TaskCompletionSource();
        await using var worker = Make(
            context => new Unit(context) { Command = call => AnswerLate(call, goOn.Task) },
            options => options with { TimeProvider = clock, Segments = pool });
        var call = worker.Call("a");
        Assert.Equal(WorkerState.Busy, worker.Status.State);

        clock.Advance(worker.Options.CallTimeout);
        Assert.Equal(WorkerFailure.TimedOut, (await Failure(call)).Failure);
        // Where nothing else runs, what follows from it runs before it returns.
        await Task.Run(goOn.SetResult);

        Assert.Equal((1, 1), (pool.Statistics.Segments, pool.Statistics.IdleSegments));
    }

    [Fact]
    public async Task A_callback_that_throws_does_not_keep_a_unit_from_ending()
    {
        var units = new List<Unit>();
        var worker = Make(context =>
        {
            context.Stopping.Register(static () => throw new InvalidOperationException("As it was told to."));
            return Add(units, new Unit(context));
        });
        await worker.Call("a");

        await worker.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.Equal(1, Assert.Single(units).Disposals);
    }

    private static async ValueTask AnswerLate(WorkerCall call, Task goOn)
    {
        await goOn.ConfigureAwait(false);
        call.AddResult<byte>([1, 2, 3]);
    }

    private static Unit Add(List<Unit> units, Unit unit)
    {
        lock (units)
            units.Add(unit);
        return unit;
    }

    private static IsolatedWorker Make(Func<WorkerContext, Unit> create, Func<WorkerOptions, WorkerOptions>? change = null)
    {
        var options = new WorkerOptions { Mode = WorkerMode.Never, Tracker = new ResourceTracker() };
        var service = new WorkerService { Name = "pictures", Contract = "1", Commands = [Render, Save], Create = create };
        return new(service, change is null ? options : change(options));
    }

    private sealed class Unit(WorkerContext context) : IWorkerDispatcher, IDisposable
    {
        private int _disposals;

        public Func<WorkerCall, ValueTask> Command { get; init; } = static _ => ValueTask.CompletedTask;

        public int Disposals => _disposals;

        public bool WasCalledLate { get; private set; }

        public ValueTask DispatchAsync(WorkerCall workerCall)
        {
            WasCalledLate |= _disposals > 0;
            Assert.False(context.IsIsolated);
            return Command(workerCall);
        }

        public void Dispose() => Interlocked.Increment(ref _disposals);
    }
}
