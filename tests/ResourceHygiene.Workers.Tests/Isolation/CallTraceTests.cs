using System.Diagnostics;
using System.Diagnostics.Metrics;
using static ResourceHygiene.Workers.Tests.Isolation.Calls;

namespace ResourceHygiene.Workers.Tests.Isolation;

/// <summary>Calls as tracing tools see them.</summary>
public sealed class CallTraceTests : SupervisedTests
{
    [Fact]
    public async Task A_call_is_an_activity_under_that_of_its_caller()
    {
        using var caller = new Activity("caller").Start();
        var stopped = new List<Activity>();
        using var listener = Listen(caller, stopped.Add);
        var worker = Make();
        await worker.SwitchAsync("clip7");
        var link = Placement.Next();

        var first = worker.Call("a");
        link.Take().Reply("A");
        await first;
        var second = worker.Call("b", Save);
        link.Take();
        link.Die();
        await Failure(second);

        Assert.Equal([WorkerTelemetryNames.Activity, WorkerTelemetryNames.Activity], stopped.Select(static activity => activity.OperationName));
        Assert.All(stopped, activity => Assert.Equal(caller.SpanId, activity.ParentSpanId));
        Assert.All(stopped, activity => Assert.Equal(("pictures", "clip7", link.ProcessId), (
            activity.GetTagItem(WorkerTelemetryNames.Service), activity.GetTagItem(WorkerTelemetryNames.Unit), activity.GetTagItem(WorkerTelemetryNames.ProcessId))));
        Assert.Equal(["Render", "Save"], stopped.Select(static activity => activity.GetTagItem(WorkerTelemetryNames.Command)));
        Assert.Equal(["answered", "crashed"], stopped.Select(static activity => activity.GetTagItem(TelemetryNames.Outcome)));
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error], stopped.Select(static activity => activity.Status));
        Assert.Same(caller, Activity.Current);
    }

    [Fact]
    public async Task Calls_that_waited_belong_each_to_its_own_caller_and_not_to_the_one_before()
    {
        using var root = new Activity("root").Start();
        var stopped = new List<Activity>();
        using var listener = Listen(root, stopped.Add);
        var worker = Make();
        var callers = new List<ActivitySpanId>();
        var calls = new List<Task>();
        for (var index = 0; index < 3; index++)
        {
            using var caller = new Activity("caller").Start();
            callers.Add(caller.SpanId);
            calls.Add(worker.Call("a"));
        }

        var link = Placement.Next();
        for (var index = 0; index < 3; index++)
            link.Take().Reply("A");
        await Task.WhenAll(calls);

        Assert.Equal(callers, stopped.Select(static activity => activity.ParentSpanId));
    }

    [Fact]
    public void A_call_of_a_thread_that_waits_leaves_its_activity_as_it_was()
    {
        using var caller = new Activity("caller").Start();
        var stopped = new List<Activity>();
        using var listener = Listen(caller, stopped.Add);
        var worker = Make(static options => options with { Mode = WorkerMode.Never });
        using (var first = worker.CreateRequest(Render))
            worker.Call(first).Dispose();
        using (var second = worker.CreateRequest(Render))
            worker.Call(second).Dispose();

        Assert.Same(caller, Activity.Current);
        Assert.Equal(2, stopped.Count);
        Assert.All(stopped, static activity => Assert.Null(activity.GetTagItem(WorkerTelemetryNames.ProcessId)));
    }

    [Fact]
    public async Task A_listener_that_throws_keeps_nobody_from_his_answer()
    {
        using var caller = new Activity("caller").Start();
        using var listener = Listen(caller, static _ => throw new InvalidOperationException("a listener"));
        var worker = Make(static options => options with { Mode = WorkerMode.Never });

        Assert.Equal(":here:a", await worker.Call("a"));
    }

    [Fact]
    public async Task A_listener_of_measurements_that_throws_keeps_nobody_from_his_answer()
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == WorkerTelemetryNames.CallDuration)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new InvalidOperationException("a listener"));
        listener.Start();
        var worker = Make(static options => options with { Mode = WorkerMode.Never });

        Assert.Equal(":here:a", await worker.Call("a"));
        Assert.Equal(":here:b", await worker.Call("b"));
    }

    [Fact]
    public async Task The_activity_of_a_call_has_stopped_when_its_caller_goes_on()
    {
        using var caller = new Activity("caller").Start();
        var stopped = 0;
        using var listener = Listen(caller, _ => Interlocked.Increment(ref stopped));
        var worker = Make();
        await worker.SwitchAsync("clip7");
        var link = Placement.Next();

        for (var call = 1; call <= 200; call++)
        {
            var answer = worker.Call("a");
            link.Take().Reply("A");
            await answer;
            Assert.Equal(call, Volatile.Read(ref stopped));
        }
    }

    private static ActivityListener Listen(Activity caller, Action<Activity> stopped)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TelemetryNames.Source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == caller.TraceId)
                    stopped(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
