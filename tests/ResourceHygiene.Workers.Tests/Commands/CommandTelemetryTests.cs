using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ResourceHygiene.Workers.Tests;

public sealed class CommandTelemetryTests
{
    private readonly ScriptedExecutor _executor = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_pool_shows_what_waits_what_runs_and_what_became_of_it()
    {
        var name = $"pool {Guid.NewGuid()}";
        var seen = new List<(string Instrument, double Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Meter.Name == TelemetryNames.Source && instrument.Meter.Tags?.Any(tag => Equals(tag.Value, name)) == true)
                    it.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        listener.Start();

        await using var pool = Pool(name);
        var first = pool.RunAsync(new CommandRequest("/usr/bin/tool"));
        var second = pool.RunAsync(new CommandRequest("other"));
        var call = await _executor.NextAsync();
        listener.RecordObservableInstruments();
        _time.Advance(TimeSpan.FromSeconds(2));
        call.Exit();
        await first.ComesSoon();
        (await _executor.NextAsync()).Exit(1);
        await second.ComesSoon();

        Assert.Contains((CommandTelemetryNames.Queued, 1, ""), seen);
        Assert.Contains((CommandTelemetryNames.Running, 1, ""), seen);
        Assert.Contains((CommandTelemetryNames.Duration, 2, "rh.command.name=tool rh.outcome=succeeded"), seen);
        Assert.Contains((CommandTelemetryNames.WaitDuration, 2, ""), seen);
        Assert.Contains((CommandTelemetryNames.Count, 1, "rh.command.name=tool rh.outcome=succeeded"), seen);
        Assert.Contains((CommandTelemetryNames.Count, 1, "rh.command.name=other rh.outcome=failed"), seen);

        void Note(string instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = string.Join(' ', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"));
            lock (seen)
                seen.Add((instrument, value, text));
        }
    }

    [Fact]
    public async Task An_attempt_is_an_activity_under_that_of_whoever_brought_it()
    {
        using var bringer = new Activity("bringer").Start();
        var stopped = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TelemetryNames.Source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == bringer.TraceId)
                    stopped.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var pool = Pool("traced");

        var command = pool.RunAsync(new CommandRequest("tool"));
        (await _executor.NextAsync()).Exit(3);
        await command.ComesSoon();
        var inside = await pool.RunAsync(static _ => new ValueTask<string?>(Activity.Current?.OperationName), new JobOptions { Name = "sum" });

        Assert.Equal([CommandTelemetryNames.Activity, CommandTelemetryNames.Activity], stopped.Select(static activity => activity.OperationName));
        Assert.All(stopped, activity => Assert.Equal(bringer.SpanId, activity.ParentSpanId));
        Assert.Equal(["tool", "sum"], stopped.Select(static activity => activity.GetTagItem(CommandTelemetryNames.Name)));
        Assert.Equal("failed", stopped[0].GetTagItem(TelemetryNames.Outcome));
        Assert.Equal(CommandTelemetryNames.Activity, inside);
        Assert.Same(bringer, Activity.Current);
    }

    [Fact]
    public async Task A_listener_that_throws_keeps_nobody_from_the_result()
    {
        var name = $"pool {Guid.NewGuid()}";
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Meter.Tags?.Any(tag => Equals(tag.Value, name)) == true)
                    it.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw new InvalidOperationException("counter"));
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new InvalidOperationException("histogram"));
        listener.Start();
        await using var pool = Pool(name);

        for (var round = 0; round < 2; round++)
        {
            var running = pool.RunAsync(new CommandRequest("tool"));
            (await _executor.NextAsync()).Exit(round);
            Assert.Equal(round, (await running.ComesSoon()).ExitCode);
        }
    }

    private CommandPool Pool(string name) => new(new()
    {
        Name = name, Concurrency = 1, Executor = _executor, TimeProvider = _time, Tracker = new ResourceTracker(_time), ShutdownGrace = TimeSpan.Zero,
    });
}
