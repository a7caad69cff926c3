using System.Collections.Immutable;

namespace ResourceHygiene.Tests;

/// <summary>The cheapest action that is sufficient: which that is depends on how much is wanted.</summary>
public sealed class SufficientActionTests
{
    private static readonly ResourceLocation Device = ResourceLocation.Device(0);

    private static readonly ReleasePrioritizer Prioritizer = new();

    [Theory]
    [InlineData(100, new[] { "trim trimmable 100", "offload model 400" })]
    [InlineData(400, new[] { "offload model 400" })]
    [InlineData(700, new[] { "release cache 500", "offload model 400" })]
    [InlineData(1000, new[] { "release cache 500", "release trimmable 100", "offload model 400" })]
    public void A_kind_of_action_has_its_turn_only_if_it_can_free_what_is_missing(long wanted, string[] expected)
    {
        ImmutableArray<ResourceInfo> resources =
        [
            OnDevice(1, ResourceTypes.RenderCache, "cache", 500),
            OnDevice(2, ResourceTypes.AudioCache, "trimmable", 100) with { CanTrim = true },
            OnDevice(3, ResourceTypes.ModelWeights, "model", 400) with { CanOffload = true },
        ];

        var candidates = Prioritizer.Candidates(resources, wanted, Device);

        Assert.Equal(expected, candidates.Select(verdict => $"{verdict.Action.ToString().ToLowerInvariant()} {verdict.Resource.Name} {verdict.Bytes}"));
    }

    [Fact]
    public void A_release_that_passed_over_a_trim_says_why()
    {
        var cache = Some.Resource(1, bytes: 1000) with { CanTrim = true };
        var other = Some.Resource(2, bytes: 5000);

        var verdict = Prioritizer.Candidates([cache, other], 7000)[^1];

        Assert.Equal(ReleaseRules.TrimNotEnough, verdict.Rule);
        Assert.Equal(
            "test '1' let go: trims would not free the 2 kB missing (priority Normal, rank 7, idle 1 s, used 0 times); frees 1 kB on host",
            verdict.Explanation);
    }

    [Fact]
    public void Trims_that_together_may_be_enough_are_tried_before_anything_is_lost()
    {
        ImmutableArray<ResourceInfo> resources =
        [
            Some.Resource(1, bytes: 60) with { CanTrim = true },
            Some.Resource(2, bytes: 60) with { CanTrim = true },
            Some.Resource(3, ResourceTypes.RenderCache, bytes: 1000),
        ];

        var actions = Prioritizer.Candidates(resources, 100).Select(verdict => $"{verdict.Action} {verdict.Resource.Name}");

        Assert.Equal(["Trim 1", "Release 3"], actions);
    }

    [Fact]
    public void Where_nothing_in_particular_is_wanted_the_mildest_comes_first()
    {
        var resource = OnDevice(1, "test", "a", 10) with { CanTrim = true, CanOffload = true };

        var plan = Prioritizer.Plan([resource], default);

        Assert.Equal([ReleaseAction.Trim, ReleaseAction.Offload, ReleaseAction.Release], plan.Verdicts.Select(verdict => verdict.Action));
    }

    [Fact]
    public void What_was_offloaded_is_not_released_for_room_that_it_no_longer_takes()
    {
        var resource = OnDevice(1, "test", "a", 10) with { CanOffload = true };

        var plan = Prioritizer.Plan([resource], new ReleaseDemand { Location = Device, Bytes = 100 });

        Assert.Equal(ReleaseAction.Offload, Assert.Single(plan.Verdicts).Action);
        Assert.Equal(90, plan.Missing);
    }

    private static ResourceInfo OnDevice(int number, string type, string name, long bytes) =>
        Some.Resource(number, type, bytes) with { Name = name, Location = Device };
}
