namespace ResourceHygiene.Tests.Pressure;

/// <summary>A monitor that begins, ends, or is used in the midst of something.</summary>
public sealed class PressureDisposalTests
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(5);

    [Fact]
    public void No_action_begins_once_a_subscriber_has_disposed_the_monitor()
    {
        using var bench = new PressureBench();
        bench.Fill(10);
        bench.Monitor.Changed += _ => bench.Monitor.Dispose();

        Assert.Null(bench.Next());

        Assert.Equal(1000, bench.Bench.Tracker.BytesAt(ResourceLocation.Host));
    }

    [Fact]
    public void After_disposal_in_the_midst_of_an_action_no_gauge_is_asked_any_more()
    {
        using var bench = new PressureBench();
        bench.Fill(10, onRelease: _ =>
        {
            bench.Monitor.Dispose();
            bench.Gauge.Failure = new ObjectDisposedException("gauge");
            return ReleaseOutcome.Released();
        });

        Assert.Equal(PressureOutcome.Stopped, bench.Next()!.Outcome);

        Assert.Empty(bench.Monitor.Failures);
    }

    [Fact]
    public void A_subscriber_that_throws_keeps_nothing_from_the_next()
    {
        using var bench = new PressureBench();
        bench.Fill(10);
        var told = new List<string>();
        bench.Monitor.Changed += static _ => throw new InvalidOperationException("changed");
        bench.Monitor.Acted += static _ => throw new InvalidOperationException("acted");
        bench.Monitor.Failed += static _ => throw new InvalidOperationException("failed");
        bench.Monitor.Changed += change => told.Add("changed");
        bench.Monitor.Acted += action => told.Add("acted");
        bench.Monitor.Failed += failure => told.Add("failed");

        bench.Next();

        Assert.Equal(["acted", "changed", "failed"], told.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_can_be_started_where_the_execution_context_does_not_flow()
    {
        using var bench = new PressureBench();
        using (ExecutionContext.SuppressFlow())
            bench.Monitor.Start();

        bench.Time.Advance(TimeSpan.Zero);

        Assert.Equal(1, bench.Gauge.Measurements);
    }

    [Fact]
    public void Where_the_clock_ticks_at_once_others_can_use_it_during_the_first_sample()
    {
        var usable = false;
        PressureMonitor? monitor = null;
        var gauge = new CuriousGauge(() => usable = Task.Run(() => monitor!.Check()).Wait(TooLong));
        using var started = monitor = new PressureMonitor(new Workbench(new HastyTimeProvider()).Cleaner, PressureBench.Quiet(gauge));

        monitor.Start();

        Assert.True(usable);
    }

    /// <summary>Does something at its first measurement.</summary>
    private sealed class CuriousGauge(Action first) : IMemoryGauge
    {
        private int _measurements;

        public string Name => "curious";

        public ResourceLocation Location => ResourceLocation.Host;

        public MemorySample Measure(TimeProvider time)
        {
            if (Interlocked.Increment(ref _measurements) == 1)
                first();
            return new(100, 1000, time.GetTimestamp());
        }
    }

    /// <summary>Runs what is due at once where it is asked, as other clocks for tests do.</summary>
    private sealed class HastyTimeProvider : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer(() => callback(state));

        private sealed class Timer(Action callback) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                if (dueTime == TimeSpan.Zero)
                    callback();
                return true;
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
