using System.Collections.Immutable;

namespace ResourceHygiene.Tests;

/// <summary>What a type's profile says beyond rank and retention.</summary>
public sealed class ProfileRuleTests
{
    private static readonly ReleasePrioritizer Prioritizer = new();

    [Fact]
    public void Of_the_shards_two_stay_those_that_would_go_last()
    {
        var verdicts = Prioritizer.Order([Shard(1, idle: 10), Shard(2, idle: 400), Shard(3, idle: 30), Shard(4, idle: 20)]);

        Assert.Equal(["2", "3", "4", "1"], Some.Names(verdicts));
        Assert.Equal([ReleaseRules.Expired, ReleaseRules.Ranked, ReleaseRules.KeepAtLeast, ReleaseRules.KeepAtLeast], verdicts.Select(verdict => verdict.Rule));
        Assert.Equal("model_shards '4' kept: at least 2 of its type stay, 2 are left", verdicts[2].Explanation);
    }

    [Fact]
    public void Leased_ones_count_among_those_that_stay_and_those_on_their_way_out_do_not()
    {
        ImmutableArray<ResourceInfo> shards =
        [
            Shard(1, idle: 30),
            Shard(2, idle: 20),
            Shard(3) with { Leases = 1 },
            Shard(4) with { State = ResourceState.Releasing },
        ];

        var verdicts = Prioritizer.Order(shards);

        Assert.Equal([ReleaseRules.Ranked, ReleaseRules.Leased, ReleaseRules.Releasing, ReleaseRules.KeepAtLeast], verdicts.Select(verdict => verdict.Rule));
    }

    [Fact]
    public void What_must_stay_may_still_be_trimmed_and_offloaded()
    {
        var device = ResourceLocation.Device(0);
        var shard = Shard(1, idle: 9000) with { CanTrim = true, CanOffload = true, Location = device };

        var plan = Prioritizer.Plan([shard], new ReleaseDemand { Location = device });

        Assert.Equal([ReleaseAction.Trim, ReleaseAction.Offload], plan.Verdicts.Select(verdict => verdict.Action));
    }

    [Fact]
    public void Only_a_critical_demand_goes_below_what_must_stay_and_says_so()
    {
        ImmutableArray<ResourceInfo> shards = [Shard(1, idle: 20), Shard(2, idle: 10)];
        var demand = new ReleaseDemand { Location = ResourceLocation.Host, Bytes = 2000 };

        Assert.Empty(Prioritizer.Plan(shards, demand).Verdicts);
        var plan = Prioritizer.Plan(shards, demand with { Critical = true });

        Assert.Equal([ReleaseRules.Critical, ReleaseRules.Critical], plan.Verdicts.Select(verdict => verdict.Rule));
        Assert.Equal(
            "model_shards '1' let go: critical, although at least 2 of its type should stay (priority Normal, rank 1, idle 20 s, used 0 times); frees 1 kB on host",
            plan.Verdicts[0].Explanation);
    }

    [Fact]
    public void Below_its_threshold_a_type_stays_unless_it_is_expired()
    {
        ImmutableArray<ResourceInfo> resources = [Shard(1), Shard(2), Shard(3), Shard(4, idle: 400), Some.Resource(5)];
        var demand = new ReleaseDemand { Location = ResourceLocation.Host, Usage = 0.7 };

        var plan = Prioritizer.Plan(resources, demand);

        Assert.Equal(["4", "5"], Some.Names(plan.Verdicts));
        Assert.Equal("model_shards '1' kept: its type goes from 85 % on, 70 % are in use", plan.Kept[0].Explanation);
        Assert.Equal(ReleaseRules.BelowThreshold, Prioritizer.Explain(resources, resources[0].Handle, demand)!.Value.Rule);
    }

    [Theory]
    [InlineData(0.85)]
    [InlineData(1.2)]
    [InlineData(null)]
    public void From_its_threshold_on_or_where_nobody_knows_a_type_goes(double? usage)
    {
        var plan = Prioritizer.Plan([Shard(1), Shard(2), Shard(3)], new ReleaseDemand { Location = ResourceLocation.Host, Usage = usage });

        Assert.Equal(ReleaseRules.Ranked, Assert.Single(plan.Verdicts).Rule);
    }

    [Fact]
    public void A_critical_demand_does_not_ask_for_the_threshold()
    {
        var plan = Prioritizer.Plan([Shard(1), Shard(2), Shard(3)], new ReleaseDemand { Location = ResourceLocation.Host, Usage = 0.1, Count = 1, Critical = true });

        Assert.Equal(
            "model_shards '1' let go: critical, although its type goes from 85 % on (priority Normal, rank 1, idle 1 s, used 0 times); frees 1 kB on host",
            Assert.Single(plan.Verdicts).Explanation);
    }

    [Fact]
    public void A_type_that_goes_in_parts_is_trimmed_first_even_if_it_is_expired_or_the_trim_is_not_enough()
    {
        var index = Some.Resource(1, ResourceTypes.SubtitleIndex, bytes: 10, idle: 1000) with { CanTrim = true };
        var cache = Some.Resource(2, ResourceTypes.RenderCache, bytes: 1000, idle: 200);

        var candidates = Prioritizer.Candidates([cache, index], 1005);

        Assert.Equal(
            [(1, ReleaseAction.Trim, ReleaseRules.Incremental), (2, ReleaseAction.Release, ReleaseRules.Expired), (1, ReleaseAction.Release, ReleaseRules.Expired)],
            candidates.Select(verdict => (int.Parse(verdict.Resource.Name!, System.Globalization.CultureInfo.InvariantCulture), verdict.Action, verdict.Rule)));
        Assert.Equal(
            "subtitle_index '1' trimmed: its type goes in parts (priority Normal, rank 6, expired: idle 1000 s > 900 s retention); frees up to 10 B on host",
            candidates[0].Explanation);
    }

    [Fact]
    public void Any_other_type_goes_whole_once_it_is_expired()
    {
        var cache = Some.Resource(1, ResourceTypes.RenderCache, idle: 200) with { CanTrim = true };

        Assert.Equal(ReleaseAction.Release, Assert.Single(Prioritizer.Order([cache])).Action);
    }

    [Fact]
    public void A_cleaner_keeps_two_shards_whatever_it_is_asked_for()
    {
        var bench = new Workbench();
        for (var i = 0; i < 5; i++)
            bench.Add(new FakeResource(), ResourceTypes.ModelShards, bytes: 100);

        var report = bench.Cleaner.Reclaim(new(long.MaxValue));

        Assert.Equal(300, report.BytesFreed);
        Assert.Equal(2, bench.Tracker.TotalsOf(ResourceTypes.ModelShards).Live);
        Assert.Equal("model_shards kept: at least 2 of its type stay, 2 are left", report.Steps[^1].ToString());
    }

    [Fact]
    public void What_a_handler_releases_on_the_way_counts_too()
    {
        var bench = new Workbench();
        var inner = bench.Add(new FakeResource(), ResourceTypes.ModelShards, bytes: 1);
        bench.Add(
            new FakeResource
            {
                OnRelease = _ =>
                {
                    bench.Tracker.Release(inner);
                    return default;
                },
            },
            ResourceTypes.ModelShards,
            bytes: 100);
        bench.Add(new FakeResource(), ResourceTypes.ModelShards, bytes: 10);
        bench.Add(new FakeResource(), ResourceTypes.ModelShards, bytes: 10);

        bench.Cleaner.Reclaim(new(long.MaxValue));

        Assert.Equal(2, bench.Tracker.TotalsOf(ResourceTypes.ModelShards).Live);
    }

    private static ResourceInfo Shard(int number, int idle = 1) => Some.Resource(number, ResourceTypes.ModelShards, idle: idle);
}
