using System.Collections.Immutable;

namespace ResourceHygiene.Tests;

/// <summary>The numbered defects of the original prioritizer, each with what happens here instead.</summary>
public sealed class SeedDefectTests
{
    public static TheoryData<string> Algorithms => new(ReleaseAlgorithms.DecisionTree, ReleaseAlgorithms.WeightedScore);

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Defect_13_the_longest_idle_goes_first_not_the_most_recently_used(string algorithm)
    {
        var prioritizer = new ReleasePrioritizer(ReleasePolicy.Default.WithAlgorithm(algorithm));

        foreach (var idle in new[] { 1, 400, 9000 })
        {
            var order = prioritizer.Order([Some.Resource(1, idle: idle), Some.Resource(2, idle: idle + 50), Some.Resource(3, idle: idle + 20)]);
            Assert.Equal(["2", "3", "1"], Some.Names(order));
        }
    }

    [Theory]
    [InlineData("Rank")]
    [InlineData("Idle")]
    [InlineData("Size")]
    [InlineData("Active")]
    [InlineData("Compressible")]
    [InlineData("Expired")]
    public void Defect_14_every_weight_has_an_effect(string weight)
    {
        var weights = ScoreWeights.Default;
        weights = weight switch
        {
            "Rank" => weights with { Rank = 1 },
            "Idle" => weights with { Idle = 1 },
            "Size" => weights with { Size = 1 },
            "Active" => weights with { Active = 1 },
            "Compressible" => weights with { Compressible = 1 },
            _ => weights with { Expired = 1 },
        };
        var resource = Some.Resource(1, ResourceTypes.RenderCache, bytes: 1_000_000_000, idle: 200) with { Priority = ReleasePriority.Critical };

        var before = Score(ReleasePolicy.WeightedScore);
        var after = Score(ReleasePolicy.WeightedScore.WithWeights(weights));

        Assert.NotEqual(before, after);

        double Score(ReleasePolicy policy) => new ReleasePrioritizer(policy).Order([resource])[0].Score!.Value;
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Defect_15_order_score_and_explanation_agree_on_what_is_expired(string algorithm)
    {
        // The original explained with the type's 30 s and scored with a general 300 s.
        var prioritizer = new ReleasePrioritizer(ReleasePolicy.Default.WithAlgorithm(algorithm));
        var buffer = Some.Resource(1, ResourceTypes.TempBuffers, bytes: 0, idle: 31);

        var ordered = Assert.Single(prioritizer.Order([buffer]));
        var explained = prioritizer.Explain([buffer], buffer.Handle)!.Value;

        Assert.Equal(ordered, explained);
        Assert.True(explained.IsExpired);
        Assert.Equal(TimeSpan.FromSeconds(30), explained.Retention);
        Assert.Contains("expired", explained.Explanation, StringComparison.Ordinal);
        if (explained.Score is { } score)
            Assert.Equal(300 - (50 * 31 / 60.0) - 100, score, precision: 9);
    }

    [Fact]
    public void Defect_17_a_long_expired_buffer_goes_before_a_fresh_shard()
    {
        ImmutableArray<ResourceInfo> resources =
        [
            Some.Resource(1, ResourceTypes.ModelShards, idle: 0),
            Some.Resource(2, ResourceTypes.ModelShards, idle: 0),
            Some.Resource(3, ResourceTypes.ModelShards, idle: 0),
            Some.Resource(4, ResourceTypes.TempBuffers, idle: 9000),
        ];

        Assert.Equal("4", Some.Names(new ReleasePrioritizer().Order(resources)).First());
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Defect_17_what_is_in_use_stays_by_its_lease_and_not_by_its_number(string algorithm)
    {
        var policy = ReleasePolicy.Default.WithAlgorithm(algorithm).WithWeights(new() { Active = 0 });
        var inUse = Some.Resource(1, ResourceTypes.RenderCache, idle: 9000) with { Leases = 1 };

        var order = new ReleasePrioritizer(policy).Order([inUse, Some.Resource(2, idle: 0)]);

        Assert.Equal(["2", "1"], Some.Names(order));
        Assert.Equal((ReleaseAction.None, ReleaseRules.Leased), (order[1].Action, order[1].Rule));
    }
}
