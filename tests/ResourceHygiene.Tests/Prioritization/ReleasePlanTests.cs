using System.Collections.Immutable;

namespace ResourceHygiene.Tests;

public sealed class ReleasePlanTests
{
    private static readonly ReleasePrioritizer Prioritizer = new();

    private static readonly ImmutableArray<ResourceInfo> Resources =
    [
        Some.Resource(1, ResourceTypes.SubtitleIndex, bytes: 50, idle: 20) with { CanTrim = true },
        Some.Resource(2, ResourceTypes.RenderCache, bytes: 300, idle: 200),
        Some.Resource(3, ResourceTypes.RenderCache, bytes: 200, idle: 10),
        Some.Resource(4, ResourceTypes.AudioCache, bytes: 100) with { Leases = 1 },
    ];

    [Fact]
    public void A_plan_says_what_it_would_do_what_that_frees_and_what_stays()
    {
        var plan = Prioritizer.Plan(Resources, new ReleaseDemand { Location = ResourceLocation.Host, Bytes = 1000 });

        Assert.Equal(
            """
            would free 550 B on host, and up to 50 B by trims, 450 B missing
            render_cache '2' let go: expired (idle 200 s > 180 s retention); frees 300 B on host
            subtitle_index '1' trimmed: its type goes in parts (priority Normal, rank 6, idle 20 s); frees up to 50 B on host
            render_cache '3' let go: first in order (priority Normal, rank 2, idle 10 s, used 0 times); frees 200 B on host
            subtitle_index '1' let go: first in order (priority Normal, rank 6, idle 20 s, used 0 times); frees 50 B on host
            audio_cache '4' kept: leased (1 lease)
            """.ReplaceLineEndings("\n"),
            plan.ToString());
        Assert.Equal((550L, 50L, 450L, false), (plan.Bytes, plan.TrimBytes, plan.Missing, plan.IsEnough));
    }

    [Fact]
    public void A_plan_that_is_enough_ends_there_and_does_not_list_what_was_not_asked()
    {
        var plan = Prioritizer.Plan(Resources, new ReleaseDemand { Location = ResourceLocation.Host, Bytes = 300 });

        Assert.Equal(["2"], Some.Names(plan.Verdicts));
        Assert.Empty(plan.Kept);
        Assert.True(plan.IsEnough);
    }

    [Fact]
    public void At_most_as_many_actions_as_asked_for_are_planned()
    {
        var plan = Prioritizer.Plan(Resources, new ReleaseDemand { Count = 2 });

        Assert.Equal(Prioritizer.Plan(Resources, default).Verdicts.Take(2), plan.Verdicts.AsEnumerable());
    }

    [Fact]
    public void A_plan_for_a_tracker_does_nothing_to_it_and_is_what_a_cleaner_then_does()
    {
        var time = new ManualTimeProvider();
        var bench = new Workbench(time);
        var model = bench.Add(new FakeResource(), ResourceTypes.ModelWeights, "model", bytes: 500);
        bench.Add(new FakeResource(), "session", "session", bytes: 10, dependsOn: [model]);
        bench.Add(new FakeResource(), ResourceTypes.TempBuffers, "scratch", bytes: 30);
        time.Advance(TimeSpan.FromSeconds(60));
        bench.Add(new FakeResource(), ResourceTypes.RenderCache, "frames", bytes: 40);

        var plan = bench.Cleaner.Prioritizer.Plan(bench.Tracker, new ReleaseDemand { Location = ResourceLocation.Host, Bytes = 560 });
        Assert.Equal((4L, 580L), (bench.Tracker.Totals.Live, bench.Tracker.BytesAt(default)));
        var report = bench.Cleaner.Reclaim(new(560));

        Assert.Equal(["scratch", "frames", "session", "model"], Some.Names(plan.Verdicts));
        Assert.Equal(plan.Verdicts.Select(verdict => verdict.Explanation), report.Steps.Select(step => step.Verdict.Explanation));
        Assert.Equal(plan.Bytes, report.BytesFreed);
    }

    [Fact]
    public void Explain_under_a_demand_is_what_the_plan_has_in_store()
    {
        var demand = new ReleaseDemand { Location = ResourceLocation.Host, Bytes = 300 };

        Assert.Equal(ReleaseRules.Expired, Prioritizer.Explain(Resources, Resources[1].Handle, demand)!.Value.Rule);
        Assert.Equal(
            "render_cache '3' kept: its turn has not come (priority Normal, rank 2, idle 10 s)",
            Prioritizer.Explain(Resources, Resources[2].Handle, demand)!.Value.Explanation);
        Assert.Equal(ReleaseRules.Leased, Prioritizer.Explain(Resources, Resources[3].Handle, demand)!.Value.Rule);
        Assert.Null(Prioritizer.Explain(Resources, Some.Handle(99), demand));
    }

    [Fact]
    public void A_demand_that_contradicts_itself_is_refused()
    {
        Assert.Contains("set Location", Assert.Throws<ArgumentException>(() => Prioritizer.Plan(Resources, new ReleaseDemand { Bytes = 1 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Prioritizer.Plan(Resources, new ReleaseDemand { Bytes = -1, Location = default(ResourceLocation) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Prioritizer.Plan(Resources, new ReleaseDemand { Count = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Prioritizer.Plan(Resources, new ReleaseDemand { Usage = double.NaN }));
    }

    [Fact]
    public void An_empty_or_default_snapshot_has_nothing_to_give()
    {
        Assert.Empty(Prioritizer.Order([]));
        Assert.Empty(Prioritizer.Order(default));
        Assert.Empty(Prioritizer.Candidates([], 10));
        Assert.Empty(Prioritizer.Plan(new ResourceTracker(), default).Verdicts);
    }
}
