namespace ResourceHygiene.Tests.Pressure;

public sealed class HostMemoryGaugeTests : IDisposable
{
    private const long MachineSize = 24683660L * 1024;
    private const long MachineUsed = (24683660L - 23212004) * 1024;
    private const string NoLimitV1 = "9223372036854771712";

    private readonly FakeMachine _machine = new();
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Without_a_control_group_the_machine_is_the_limit()
    {
        var sample = Measure();

        Assert.Equal((MachineUsed, MachineSize), (sample.Used, sample.Limit));
    }

    [Fact]
    public void Version_2_limits_by_memory_max_and_leaves_idle_file_pages_out()
    {
        _machine.WithV2(max: "536870912", current: "402653184");

        var sample = Measure();

        Assert.Equal((402653184 - 50331648, 536870912), (sample.Used, sample.Limit));
        Assert.Equal("352.3 MB of 536.9 MB (65.6 %)", sample.ToString());
    }

    [Fact]
    public void Version_1_limits_by_limit_in_bytes_and_counts_the_groups_within()
    {
        _machine.WithV1(limit: "104857600", usage: "18391040");

        var sample = Measure();

        Assert.Equal((18391040 - 10489856, 104857600), (sample.Used, sample.Limit));
    }

    [Theory]
    [InlineData("max")]
    [InlineData("18446744073709551615")]
    [InlineData("99999999999999")]
    public void A_group_without_a_limit_below_the_machines_size_does_not_count(string max)
    {
        _machine.WithV2(max, current: "402653184");

        Assert.Equal(MachineSize, Measure().Limit);
    }

    [Fact]
    public void Version_1_has_no_word_for_no_limit_but_a_number()
    {
        _machine.WithV1(NoLimitV1, usage: "18391040");

        Assert.Equal(MachineSize, Measure().Limit);
    }

    [Fact]
    public void Of_nested_groups_the_fullest_counts()
    {
        _machine.WithV2(max: "max", current: "100000000", path: "/pod/app");
        _machine.WithV2Level("/pod", max: "200000000", current: "190331648");
        _machine.WithV2Level("", max: "1000000000", current: "500331648");

        var sample = Measure();

        Assert.Equal((140_000_000, 200_000_000), (sample.Used, sample.Limit));
    }

    [Fact]
    public void Nested_groups_of_version_1_are_followed_too()
    {
        _machine.WithV1(limit: NoLimitV1, usage: "18391040", path: "/kubepods/pod7/c1");
        _machine.WithV1Level("/kubepods/pod7", limit: "52428800", usage: "50489856");

        Assert.Equal((40_000_000, 52428800), (Measure().Used, Measure().Limit));
    }

    [Fact]
    public void Memory_high_counts_as_a_limit()
    {
        _machine.WithV2(max: "536870912", current: "402653184", high: "402653184");

        Assert.Equal(402653184, Measure().Limit);
    }

    [Fact]
    public void A_memory_high_of_0_asks_the_kernel_to_reclaim_and_is_no_limit()
    {
        _machine.WithV2("536870912", "400000000", high: "0");

        Assert.Equal(512L << 20, Measure().Limit);
    }

    [Fact]
    public void A_container_that_is_told_its_hosts_path_finds_its_own_group()
    {
        // Without a namespace of its own: both the path and the mount's root are the host's.
        _machine.WithV1(limit: "104857600", usage: "18391040", path: "/docker/4f1c", mounted: "/docker/4f1c");

        Assert.Equal(104857600, Measure().Limit);
    }

    [Fact]
    public void A_path_that_leads_out_of_the_namespace_means_the_mount_itself()
    {
        _machine.WithV2(max: "104857600", current: "60000000");
        _machine.Write("proc/self/cgroup", "0::/../../system.slice");

        Assert.Equal(104857600, Measure().Limit);
    }

    [Fact]
    public void Mount_points_with_escaped_characters_are_found()
    {
        _machine.Write("proc/self/cgroup", "0::/");
        _machine.Write("proc/self/mountinfo", @"31 23 0:28 / /sys/my\040groups rw - cgroup2 cgroup2 rw");
        _machine.Write("sys/my groups/memory.max", "1000000");
        _machine.Write("sys/my groups/memory.current", "900000");
        _machine.Write("sys/my groups/memory.stat", "inactive_file 100000\n");

        Assert.Equal(0.8, Measure().Load);
    }

    [Fact]
    public void The_topmost_group_of_version_2_has_no_files_and_that_is_no_fault()
    {
        _machine.Write("proc/self/mountinfo", "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw");
        _machine.Write("sys/fs/cgroup/cgroup.procs", "1");
        using var gauge = new HostMemoryGauge(_machine.Root);

        Assert.Equal(MachineSize, gauge.Measure(_time).Limit);
        Assert.Empty(gauge.Notices);
    }

    [Fact]
    public void A_limit_that_changes_is_noticed_at_once_and_a_new_one_within_a_second()
    {
        _machine.WithV2(max: "max", current: "402653184");
        using var gauge = new HostMemoryGauge(_machine.Root);
        Assert.Equal(MachineSize, gauge.Measure(_time).Limit);

        _machine.Write("sys/fs/cgroup/memory.max", "536870912\n");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(536870912, gauge.Measure(_time).Limit);

        _machine.Write("sys/fs/cgroup/memory.max", "436870912\n");
        Assert.Equal(436870912, gauge.Measure(_time).Limit);

        _machine.Write("sys/fs/cgroup/memory.max", "max\n");
        Assert.Equal(MachineSize, gauge.Measure(_time).Limit);
    }

    [Theory]
    [InlineData("memory.max", "")]
    [InlineData("memory.max", "lots")]
    [InlineData("memory.max", "12 34")]
    [InlineData("memory.max", "-1")]
    [InlineData("memory.current", "NaN")]
    [InlineData("memory.stat", "anon 5\n")]
    [InlineData("memory.stat", "inactive_file \n")]
    public void A_broken_file_is_named_once_and_the_machine_takes_its_place(string file, string text)
    {
        _machine.WithV2(max: "536870912", current: "402653184");
        _machine.Write($"sys/fs/cgroup/{file}", text);
        using var gauge = new HostMemoryGauge(_machine.Root);

        Assert.Equal(MachineSize, gauge.Measure(_time).Limit);
        var notice = Assert.Single(gauge.Notices);
        Assert.Contains(file, notice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_breaks_later_is_an_error_that_names_it()
    {
        _machine.WithV2(max: "536870912", current: "402653184");
        using var gauge = new HostMemoryGauge(_machine.Root);
        _machine.Write("sys/fs/cgroup/memory.current", "garbage\0");

        var exception = Assert.Throws<InvalidDataException>(() => gauge.Measure(_time));
        Assert.Contains("memory.current is no number of bytes", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MemTotal: lots kB")]
    [InlineData("MemTotal:       0 kB\nMemAvailable: 5 kB")]
    [InlineData("MemTotal:       24683660 kB\nSomethingElse: 1 kB")]
    public void Without_a_readable_machine_the_process_is_measured(string meminfo)
    {
        _machine.Write("proc/meminfo", meminfo);
        using var gauge = new HostMemoryGauge(_machine.Root);

        var sample = gauge.Measure(_time);

        Assert.True(sample.IsValid);
        Assert.InRange(sample.Used, 1_000_000, 100_000_000_000);
        Assert.Contains("meminfo", Assert.Single(gauge.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_kernel_without_an_estimate_of_what_is_available_will_do()
    {
        _machine.Write("proc/meminfo", "MemTotal:       1000 kB\nMemFree:         200 kB\nBuffers: 1 kB\nCached:          300 kB\n");

        Assert.Equal((500 * 1024, 1000 * 1024), (Measure().Used, Measure().Limit));
    }

    [Fact]
    public void Without_any_file_it_says_so_and_measures_the_process()
    {
        _machine.Delete("proc/meminfo").Delete("proc/self/cgroup").Delete("proc/self/mountinfo");
        using var gauge = new HostMemoryGauge(_machine.Root);

        Assert.True(gauge.Measure(_time).IsValid);
        Assert.Equal(2, gauge.Notices.Length);
    }

    [Fact]
    public void On_this_machine_it_measures_something_that_can_be()
    {
        using var gauge = new HostMemoryGauge();

        var sample = gauge.Measure(TimeProvider.System);

        Assert.True(sample.IsValid);
        Assert.InRange(sample.Load, 0.0001, 1.5);
    }

    private MemorySample Measure()
    {
        using var gauge = new HostMemoryGauge(_machine.Root);
        Assert.Empty(gauge.Notices);
        return gauge.Measure(_time);
    }
}
