namespace ResourceHygiene.Tests.Pressure;

public sealed class GaugeTests
{
    [Fact]
    public void Samples_allocate_nothing_and_neither_does_a_check_in_which_nothing_happens()
    {
        using var monitor = new PressureMonitor(new Workbench(TimeProvider.System).Cleaner, new PressureOptions { WarningGrace = TimeSpan.FromDays(1), EmergencyGrace = TimeSpan.FromDays(1) });
        using var process = new ProcessMemoryGauge(1L << 40);
        using var own = monitor.Watch(process);
        Check(monitor, 200);

        // A collection or a limit that is looked up again once a second costs a few bytes: none happens in one of these rounds.
        var least = Enumerable.Range(0, 20).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Check(monitor, 100);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        Assert.Equal(0, least);
    }

    [Fact]
    public void The_process_gauge_sees_this_process()
    {
        using var gauge = new ProcessMemoryGauge(1L << 40);

        var sample = gauge.Measure(TimeProvider.System);

        Assert.Equal(1L << 40, sample.Limit);
        Assert.InRange(sample.Used, Environment.WorkingSet / 3, Environment.WorkingSet * 3);
    }

    [Fact]
    public void The_gc_gauge_changes_only_when_garbage_was_collected()
    {
        var time = new ManualTimeProvider();
        var gauge = new GcMemoryGauge();
        time.Advance(TimeSpan.FromSeconds(1));
        gauge.Measure(time);
        var before = time.GetTimestamp();
        time.Advance(TimeSpan.FromSeconds(1));

        GC.Collect();
        var after = gauge.Measure(time);

        Assert.True(after.IsValid);
        Assert.True(after.Used > 0);
        // As old as it may be at worst: the collection came after the look before.
        Assert.InRange(after.TakenAt, before, before + 1);
    }

    [Fact]
    public void The_managed_heap_is_measured_against_a_limit_of_ones_own()
    {
        var gauge = new ManagedHeapGauge(1L << 40);
        GC.Collect();

        var sample = gauge.Measure(TimeProvider.System);

        Assert.Equal(1L << 40, sample.Limit);
        Assert.InRange(sample.Used, 10_000, 1L << 36);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Limits_of_ones_own_must_be_positive(long limit)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ManagedHeapGauge(limit));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessMemoryGauge(limit));
    }

    [Fact]
    public void Stall_is_read_from_the_machine_or_from_the_own_group_of_version_2()
    {
        using var machine = new FakeMachine();
        machine.Write("proc/pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=1500000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=250000\n");
        using (var gauge = HostStallGauge.TryOpen(machine.Root)!)
        {
            var sample = gauge.Measure(TimeProvider.System);
            Assert.Equal((1.5, 0.25), (sample.Some.TotalSeconds, sample.Full.TotalSeconds));
        }

        machine.WithV2(max: "max", current: "1000000");
        machine.Write("sys/fs/cgroup/memory.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=7000000");
        using (var gauge = HostStallGauge.TryOpen(machine.Root)!)
            Assert.Equal((7.0, 0.0), (gauge.Measure(TimeProvider.System).Some.TotalSeconds, gauge.Measure(TimeProvider.System).Full.TotalSeconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("full avg10=0.00 total=5")]
    [InlineData("some avg10=0.00 avg60=0.00")]
    [InlineData("some total=x")]
    public void A_pressure_file_that_is_not_understood_turns_the_feature_off(string text)
    {
        using var machine = new FakeMachine();
        machine.Write("proc/pressure/memory", text);

        Assert.Null(HostStallGauge.TryOpen(machine.Root));
    }

    [Fact]
    public void A_kernel_without_stall_information_turns_the_feature_off()
    {
        using var machine = new FakeMachine();

        Assert.Null(HostStallGauge.TryOpen(machine.Root));
    }

    [Fact]
    public void A_sample_that_cannot_be_true_has_no_load()
    {
        Assert.Equal(1.25, new MemorySample(125, 100, 0).Load);
        Assert.True(double.IsNaN(new MemorySample(-1, 100, 0).Load));
        Assert.True(double.IsNaN(new MemorySample(1, 0, 0).Load));
        Assert.Equal("-1 B of 0 B", new MemorySample(-1, 0, 0).ToString());
    }

    private static void Check(PressureMonitor monitor, int times)
    {
        for (var i = 0; i < times; i++)
            monitor.Check();
    }
}
