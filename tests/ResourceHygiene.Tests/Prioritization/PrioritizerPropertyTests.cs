using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace ResourceHygiene.Tests;

/// <summary>What holds for any resources, demand and policy. Each resource is decoded from one number, so that a failure prints as numbers.</summary>
public sealed class PrioritizerPropertyTests
{
    private const int Most = 60;

    private static readonly string[] Types = [ResourceTypes.ModelShards, ResourceTypes.SubtitleIndex, ResourceTypes.TempBuffers, ResourceTypes.RenderCache, "mine"];

    private static readonly ImmutableArray<ReleasePrioritizer> Prioritizers = [new(), new(ReleasePolicy.WeightedScore)];

    private static readonly ImmutableArray<ReleaseDemand> Demands =
    [
        default,
        new() { Usage = 0.5 },
        new() { Critical = true },
        new() { Location = ResourceLocation.Device(0) },
        new() { Location = ResourceLocation.Host, Usage = 0.8 },
        new() { Location = ResourceLocation.Host, Usage = 0.8, Critical = true },
        new() { Location = ResourceLocation.Host, Bytes = 0 },
        new() { Location = ResourceLocation.Host, Bytes = 2_000, Usage = 0.9 },
        new() { Location = ResourceLocation.Device(0), Bytes = 1_000 },
        new() { Location = ResourceLocation.Host, Bytes = long.MaxValue, Critical = true },
        new() { Location = ResourceLocation.Host, Bytes = 5_000, Count = 3 },
        new() { Count = 2 },
    ];

    [Fact]
    public void Every_resource_has_exactly_one_verdict() => Holds((prioritizer, resources) =>
    {
        var handles = prioritizer.Order(resources).Select(verdict => verdict.Resource.Handle).ToList();
        return handles.Count == resources.Length && handles.ToHashSet().SetEquals(resources.Select(resource => resource.Handle));
    });

    [Fact]
    public void The_order_does_not_depend_on_how_the_snapshot_lists_them() => Holds((prioritizer, resources) =>
        prioritizer.Order(resources).SequenceEqual(prioritizer.Order([.. resources.Reverse()])));

    [Fact]
    public void A_subset_without_dependencies_and_kept_types_is_in_the_same_order() => Holds((prioritizer, resources) =>
    {
        ImmutableArray<ResourceInfo> free = [.. resources.Where(resource => resource.Type != ResourceTypes.ModelShards).Select(resource => resource with { DependsOn = [] })];
        ImmutableArray<ResourceInfo> half = [.. free.Where((_, i) => i % 2 == 0)];
        var kept = half.Select(resource => resource.Handle).ToHashSet();
        return prioritizer.Order(free).Where(verdict => kept.Contains(verdict.Resource.Handle)).SequenceEqual(prioritizer.Order(half));
    });

    [Fact]
    public void The_explanation_of_each_is_its_verdict_in_the_order() => Holds((prioritizer, resources) =>
    {
        var order = prioritizer.Order(resources, ResourceLocation.Host);
        return order.All(verdict => prioritizer.Explain(resources, verdict.Resource.Handle, ResourceLocation.Host) is { } explained
            && explained.Action == verdict.Action && explained.Rule == verdict.Rule);
    });

    [Fact]
    public void Under_any_demand_the_explanation_of_each_is_its_first_verdict_in_the_plan() => Holds((prioritizer, resources) =>
        Demands.All(demand =>
        {
            var plan = prioritizer.Plan(resources, demand);
            return resources.All(resource =>
            {
                var explained = prioritizer.Explain(resources, resource.Handle, demand);
                var planned = plan.Verdicts.Concat(plan.Kept).Where(verdict => verdict.Resource.Handle == resource.Handle).ToList();
                return planned.Count > 0
                    ? explained is { } verdict && (verdict.Action, verdict.Rule) == (planned[0].Action, planned[0].Rule)
                    : explained is null or { Action: ReleaseAction.None };
            });
        }));

    [Fact]
    public void Without_a_number_of_bytes_order_and_plan_give_each_the_same_first_action() => Holds((prioritizer, resources) =>
        Demands.Where(demand => demand is { Bytes: null, Count: null }).All(demand =>
        {
            // Dependencies and numbers to keep depend on what became of others, which an order of one verdict each does not say.
            ImmutableArray<ResourceInfo> free = [.. resources.Where(resource => resource.Type != ResourceTypes.ModelShards).Select(resource => resource with { DependsOn = [] })];
            return prioritizer.Order(free, demand).All(verdict =>
                prioritizer.Explain(free, verdict.Resource.Handle, demand) is { } explained && (explained.Action, explained.Rule) == (verdict.Action, verdict.Rule));
        }));

    [Fact]
    public void The_first_few_are_the_beginning_of_the_plan() => Holds((prioritizer, resources) =>
    {
        var demand = new ReleaseDemand { Location = ResourceLocation.Host, Bytes = 2_000 };
        var plan = prioritizer.Plan(resources, demand);
        var first = new ReleaseVerdict[5];
        var count = prioritizer.First(resources, demand, first);
        return first.Take(count).SequenceEqual(plan.Verdicts.Take(5))
            && prioritizer.Candidates(resources, 2_000).SequenceEqual(plan.Verdicts);
    });

    [Fact]
    public void No_plan_releases_what_is_in_use_or_needed_by_what_is_still_there() => Holds((prioritizer, resources) =>
    {
        var there = resources.Select(resource => resource.Handle).ToHashSet();
        foreach (var verdict in prioritizer.Plan(resources, default).Verdicts)
        {
            if (verdict.Resource.Leases > 0 || verdict.Resource.State != ResourceState.Live)
                return false;
            if (verdict.Action != ReleaseAction.Release)
                continue;
            if (resources.Any(other => there.Contains(other.Handle) && other.DependsOn.Contains(verdict.Resource.Handle)))
                return false;
            there.Remove(verdict.Resource.Handle);
        }
        return true;
    });

    [Fact]
    public void No_plan_but_a_critical_one_goes_below_what_must_stay() => Holds((prioritizer, resources) =>
    {
        var live = resources.Count(resource => resource.Type == ResourceTypes.ModelShards && resource.State == ResourceState.Live);
        var plan = prioritizer.Plan(resources, new ReleaseDemand { Location = ResourceLocation.Host, Bytes = long.MaxValue });
        var gone = plan.Verdicts.Count(verdict => verdict.Action == ReleaseAction.Release && verdict.Resource.Type == ResourceTypes.ModelShards);
        return gone == 0 || live - gone >= 2;
    });

    [Fact]
    public void A_plan_is_enough_or_has_asked_all_and_never_takes_one_action_too_many() => Holds((prioritizer, resources) =>
    {
        var plan = prioritizer.Plan(resources, new ReleaseDemand { Location = ResourceLocation.Host, Bytes = 3_000 });
        if (plan.IsEnough)
            return plan.Verdicts.IsEmpty || plan.Bytes - plan.Verdicts[^1].Bytes < 3_000;

        var verdicts = plan.Verdicts.Concat(plan.Kept).Select(verdict => verdict.Resource.Handle).ToHashSet();
        return resources.Where(resource => resource is { Bytes: > 0 } && resource.Location == ResourceLocation.Host).All(resource => verdicts.Contains(resource.Handle));
    });

    [Fact]
    public void Among_what_could_go_the_tree_asks_its_questions_in_order() => Holds((prioritizer, resources) =>
    {
        if (prioritizer.Policy.Algorithm != ReleaseAlgorithms.DecisionTree)
            return true;

        var order = prioritizer.Order([.. resources.Select(resource => resource with { DependsOn = [] })]);
        var keys = order.Where(verdict => verdict.Action != ReleaseAction.None).Select(verdict => (
            verdict.Priority == ReleasePriority.Critical,
            !verdict.IsExpired,
            verdict.Priority,
            verdict.Action,
            verdict.Profile.Rank,
            -verdict.Resource.Idle,
            -verdict.Resource.Bytes,
            verdict.Resource.Uses)).ToList();
        // A kept shard's milder action comes up only when its turn was refused.
        return resources.Any(resource => resource.Type == ResourceTypes.ModelShards) || keys.SequenceEqual(keys.Order());
    });

    [Fact]
    public void Every_verdict_has_words() => Holds((prioritizer, resources) =>
        prioritizer.Order(resources).All(verdict => verdict.Explanation.StartsWith(verdict.Resource.Title, StringComparison.Ordinal) && !verdict.Explanation.Contains("  ", StringComparison.Ordinal)));

    private static void Holds(Func<ReleasePrioritizer, ImmutableArray<ResourceInfo>, bool> property)
    {
        var numbers = Gen.Choose(0, int.MaxValue - 1).ArrayOf();
        var arbitrary = Arb.From(numbers, static failing => Enumerable.Range(0, failing.Length).Select(i => failing.Where((_, j) => j != i).ToArray()));
        foreach (var prioritizer in Prioritizers)
            Prop.ForAll(arbitrary, found => property(prioritizer, Decode(found))).QuickCheckThrowOnFailure();
    }

    private static ImmutableArray<ResourceInfo> Decode(int[] numbers)
    {
        var resources = ImmutableArray.CreateBuilder<ResourceInfo>();
        for (var i = 0; i < Math.Min(numbers.Length, Most); i++)
        {
            var bits = new Random(numbers[i]);
            resources.Add(Some.Resource(i, Types[bits.Next(Types.Length)], bytes: bits.Next(4) * 500, idle: bits.Next(6) * 80) with
            {
                Priority = (ReleasePriority)bits.Next(-1, 3),
                Location = bits.Next(4) == 0 ? ResourceLocation.Device(0) : ResourceLocation.Host,
                Uses = bits.Next(3),
                Leases = bits.Next(8) == 0 ? 1 : 0,
                State = bits.Next(12) == 0 ? ResourceState.Releasing : ResourceState.Live,
                CanTrim = bits.Next(4) == 0,
                CanOffload = bits.Next(3) == 0,
                DependsOn = i > 0 && bits.Next(3) == 0 ? [Some.Handle(bits.Next(i))] : [],
            });
        }
        return resources.DrainToImmutable();
    }
}
