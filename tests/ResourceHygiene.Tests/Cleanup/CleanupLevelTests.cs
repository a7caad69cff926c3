using System.Collections.Immutable;

namespace ResourceHygiene.Tests;

public sealed class CleanupLevelTests
{
    private static readonly ResourceLocation Device = ResourceLocation.Device(0);

    private readonly ManualTimeProvider _time = new();
    private readonly Workbench _bench;

    public CleanupLevelTests() => _bench = new Workbench(_time);

    [Theory]
    [InlineData(CleanupLevel.Low, "expired")]
    [InlineData(CleanupLevel.Medium, "expired, scratch, trim index")]
    [InlineData(CleanupLevel.High, "expired, scratch, trim index, offload weights, low")]
    [InlineData(CleanupLevel.Critical, "expired, scratch, low, index, weights, normal, critical")]
    public void Each_level_does_what_the_lower_ones_do_and_more(CleanupLevel level, string expected)
    {
        var done = new List<string>();
        _bench.Add(Noting(done, "expired"), "test", "expired");
        _time.Advance(TimeSpan.FromSeconds(301));
        _bench.Add(Noting(done, "critical"), name: "critical", priority: ReleasePriority.Critical);
        _bench.Add(Noting(done, "normal"), name: "normal");
        _bench.Add(Noting(done, "low"), name: "low", priority: ReleasePriority.Low);
        _bench.Add(Noting(done, "scratch"), ResourceTypes.TempBuffers, "scratch");
        _bench.Add(new Index(done), ResourceTypes.SubtitleIndex, "index", bytes: 100);
        _bench.Add(new Weights(done), ResourceTypes.ModelWeights, "weights", bytes: 100, location: Device);

        var report = _bench.Cleaner.Clean(level);

        Assert.Equal(CleanupStatus.Success, report.Status);
        Assert.Equal(expected.Split(", ").Order(StringComparer.Ordinal), done.Order(StringComparer.Ordinal));
        Assert.Equal("expired", done[0]);
        Assert.Equal(done.Count, report.Cleaned);
    }

    [Fact]
    public void What_a_deep_clean_up_releases_anyway_is_neither_trimmed_nor_moved_first()
    {
        var done = new List<string>();
        _bench.Add(new Index(done), ResourceTypes.SubtitleIndex, bytes: 100, priority: ReleasePriority.Low);

        _bench.Cleaner.Clean(CleanupLevel.High);

        Assert.Equal(["index"], done);
    }

    [Fact]
    public void What_a_type_keeps_is_released_only_by_the_deepest_level_though_it_may_be_trimmed()
    {
        for (var i = 0; i < 3; i++)
            _bench.Add(new FakeTrimmable(static _ => 10), ResourceTypes.ModelShards, bytes: 100, priority: ReleasePriority.Low);
        long Live() => _bench.Tracker.TotalsOf(ResourceTypes.ModelShards).Live;

        var report = _bench.Cleaner.Clean(CleanupLevel.High);
        Assert.Equal((2L, 3, 120L), (Live(), report.Cleaned, report.BytesFreed));

        _time.Advance(TimeSpan.FromSeconds(301));
        report = _bench.Cleaner.Clean(CleanupLevel.Low);
        Assert.Equal((2L, 2), (Live(), report.Kept));
        Assert.EndsWith("at least 2 of its type stay, 2 are left", report.Items[0].Message, StringComparison.Ordinal);

        _bench.Cleaner.Clean(CleanupLevel.Critical);
        Assert.Equal(0, Live());
    }

    [Fact]
    public void A_leased_resource_stays_at_every_level_and_the_report_says_so()
    {
        var handle = _bench.Add(new FakeResource(), "model", "a");
        Assert.True(_bench.Tracker.TryLease(handle, out var lease));
        using (lease)
        {
            var report = _bench.Cleaner.Clean(CleanupLevel.Critical);

            Assert.Equal("model 'a': kept: model 'a' kept: leased (1 lease)", Assert.Single(report.Items).ToString());
            Assert.Equal((CleanupStatus.Success, 1), (report.Status, report.Kept));
        }
    }

    [Fact]
    public void Dependents_go_before_what_they_need()
    {
        var done = new List<string>();
        var directory = _bench.Add(Noting(done, "directory"), ResourceTypes.TempDirectory, "d");
        _bench.Add(Noting(done, "file"), ResourceTypes.TempBuffers, "f", dependsOn: [directory]);

        _bench.Cleaner.Clean(CleanupLevel.Medium);

        Assert.Equal(["file", "directory"], done);
    }

    [Fact]
    public void What_something_that_stays_needs_is_kept_but_trimmed()
    {
        var done = new List<string>();
        var index = _bench.Add(new Index(done), ResourceTypes.SubtitleIndex, "i", bytes: 100, priority: ReleasePriority.Low);
        _bench.Add(new FakeResource(), "session", "s", dependsOn: [index]);

        var report = _bench.Cleaner.Clean(CleanupLevel.High);

        Assert.Equal(["trim index"], done);
        Assert.Equal(40, report.BytesFreed);
        Assert.Equal(60, _bench.Info(index).Bytes);
    }

    [Fact]
    public void What_needs_nothing_milder_and_is_needed_says_by_whom()
    {
        var model = _bench.Add(new FakeResource(), "model", "m", priority: ReleasePriority.Low);
        _bench.Add(new FakeResource(), "session", "s", dependsOn: [model]);

        var item = Assert.Single(_bench.Cleaner.Clean(CleanupLevel.High).Items);

        Assert.Equal("model 'm': kept: needed by session 's'", item.ToString());
        Assert.Equal(model, item.Resource);
    }

    [Fact]
    public void The_reason_reaches_the_handler()
    {
        var reasons = new List<ReleaseReason>();
        FakeResource Asking() => new()
        {
            OnRelease = context =>
            {
                reasons.Add(context.Reason);
                return default;
            },
        };
        _bench.Add(Asking());
        _time.Advance(TimeSpan.FromSeconds(301));
        _bench.Add(Asking());

        _bench.Cleaner.Clean(CleanupLevel.Critical);

        Assert.Equal([ReleaseReason.Expired, ReleaseReason.Pressure], reasons);
    }

    [Fact]
    public void A_failing_handler_is_reported_and_the_next_has_its_turn()
    {
        _bench.Add(new FakeResource { OnRelease = _ => throw new IOException("stuck") }, "socket", priority: ReleasePriority.Low);
        _bench.Add(new FakeResource(), "cache");

        var report = _bench.Cleaner.Clean(CleanupLevel.Critical);

        Assert.Equal((CleanupStatus.Partial, 1, 1), (report.Status, report.Cleaned, report.Failed));
        Assert.IsType<IOException>(Assert.Single(report.Errors));
        Assert.EndsWith("socket: failed: stuck (IOException)", report.ToString(), StringComparison.Ordinal);
        Assert.IsType<IOException>(Assert.Throws<AggregateException>(report.ThrowIfFailed).InnerException);
    }

    [Fact]
    public void What_could_not_be_saved_stays_and_counts_as_a_failure()
    {
        var handle = _bench.Add(new FakeModel { OnPersist = _ => throw new IOException("disk full") }, "model");

        var report = _bench.Cleaner.Clean(CleanupLevel.Critical);

        Assert.Equal((CleanupStatus.Failed, 1), (report.Status, report.Failed));
        Assert.True(_bench.Tracker.TryGetInfo(handle, out _));
    }

    [Fact]
    public void The_policy_can_be_replaced_while_the_cleaner_lives()
    {
        var resource = new FakeResource();
        _bench.Add(resource, "scans");
        _time.Advance(TimeSpan.FromSeconds(10));

        _bench.Cleaner.Clean(CleanupLevel.Low);
        Assert.Equal(0, resource.Releases);

        _bench.Cleaner.Policy = ReleasePolicy.Default.With(new ResourceTypeProfile("scans", Rank: 1, TimeSpan.FromSeconds(5)));
        _bench.Cleaner.Clean(CleanupLevel.Low);
        Assert.Equal(1, resource.Releases);
    }

    [Fact]
    public void A_level_that_does_not_exist_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Cleaner.Clean(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Cleaner.Clean((CleanupLevel)5));
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Cleaner.Clean(CleanupLevel.Low, TimeSpan.FromSeconds(-2)));
        Assert.Throws<ArgumentNullException>(() => _bench.Cleaner.Policy = null!);
    }

    [Fact]
    public async Task An_asynchronous_clean_up_does_the_same()
    {
        var resource = new FakeResource();
        _bench.Add(resource);

        var report = await _bench.Cleaner.CleanAsync(CleanupLevel.Critical);

        Assert.Equal((1, CleanupLevel.Critical, CleanupStatus.Success), (resource.Releases, report.Level, report.Status));
    }

    private static FakeResource Noting(List<string> done, string name) => new()
    {
        OnRelease = _ =>
        {
            done.Add(name);
            return default;
        },
    };

    private sealed class Index(List<string> done) : IReleasable, ITrimmable
    {
        public long Trim(TrimRequest request)
        {
            done.Add("trim index");
            return 40;
        }

        public ReleaseOutcome Release(in ReleaseContext context)
        {
            done.Add("index");
            return default;
        }
    }

    private sealed class Weights(List<string> done) : IReleasable, IOffloadable
    {
        public void Offload(ReleaseContext context) => done.Add("offload weights");

        public ReleaseOutcome Release(in ReleaseContext context)
        {
            done.Add("weights");
            return default;
        }
    }
}
