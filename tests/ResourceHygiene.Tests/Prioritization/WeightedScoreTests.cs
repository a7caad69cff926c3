namespace ResourceHygiene.Tests;

/// <summary>
/// The original's formula: 100·rank − 50·min(1, idle/(2·retention)) − 30·min(1, MB/1000) + 200 if active
/// + 20 if compressible − 100 if expired; the lowest first, the longest idle first where they are equal.
/// </summary>
public sealed class WeightedScoreTests
{
    private static readonly ReleasePrioritizer Prioritizer = new(ReleasePolicy.WeightedScore);

    [Theory]
    [InlineData("mine", 0, 0, 700)]
    [InlineData("mine", 300, 0, 675)]
    [InlineData("mine", 0, 500, 685)]
    [InlineData("mine", 0, 5000, 670)]
    [InlineData("mine", 301, 0, 574.9167)]
    [InlineData("mine", 600, 0, 550)]
    [InlineData("mine", 90_000, 5000, 520)]
    [InlineData(ResourceTypes.TempBuffers, 0, 0, 300)]
    [InlineData(ResourceTypes.TempBuffers, 30, 100, 272)]
    [InlineData(ResourceTypes.TempBuffers, 31, 0, 174.1667)]
    [InlineData(ResourceTypes.RenderCache, 0, 0, 220)]
    [InlineData(ResourceTypes.AudioCache, 60, 1000, 377.5)]
    [InlineData(ResourceTypes.SubtitleIndex, 1800, 0, 450)]
    public void The_score_is_the_originals(string type, int idleSeconds, int megabytes, double expected)
    {
        var resource = Some.Resource(1, type, megabytes * 1_000_000L, idleSeconds);

        Assert.Equal(expected, Assert.Single(Prioritizer.Order([resource])).Score!.Value, precision: 3);
    }

    [Fact]
    public void What_is_active_scores_200_more()
    {
        var critical = Some.Resource(1, idle: 0) with { Priority = ReleasePriority.Critical, Bytes = 0 };
        var leased = Some.Resource(2, idle: 0) with { Leases = 1, Bytes = 0 };

        Assert.All(Prioritizer.Order([critical, leased]), verdict => Assert.Equal(900, verdict.Score));
    }

    [Fact]
    public void The_lowest_goes_first_and_the_explanation_has_the_score()
    {
        var buffer = Some.Resource(1, ResourceTypes.TempBuffers, bytes: 100_000_000, idle: 30);
        var cache = Some.Resource(2, ResourceTypes.RenderCache, bytes: 0, idle: 0);
        var old = Some.Resource(3, "mine", bytes: 0, idle: 90_000);

        var order = Prioritizer.Order([old, buffer, cache]);

        Assert.Equal(["2", "1", "3"], Some.Names(order));
        Assert.Equal("temp_buffers '1' let go: lowest score (score 272, rank 3, idle 30 s, 100 MB); frees 100 MB on host", order[1].Explanation);
        Assert.Equal(
            "test '4' let go: lowest score (score 550, rank 7, expired: idle 600 s > 300 s retention, 0 B); frees no memory here",
            Assert.Single(Prioritizer.Order([Some.Resource(4, bytes: 0, idle: 600)])).Explanation);
    }

    [Fact]
    public void Of_equal_scores_the_longest_idle_goes_first()
    {
        // Beyond twice the retention the idle time no longer counts in the score.
        var order = Prioritizer.Order([Some.Resource(1, idle: 700), Some.Resource(2, idle: 900), Some.Resource(3, idle: 800)]);

        Assert.Single(order.Select(verdict => verdict.Score).Distinct());
        Assert.Equal(["2", "3", "1"], Some.Names(order));
    }

    [Fact]
    public void Scores_below_zero_are_in_order_too()
    {
        var prioritizer = new ReleasePrioritizer(ReleasePolicy.WeightedScore.WithWeights(new() { Rank = 0 }));

        var order = prioritizer.Order([Some.Resource(1, idle: 0, bytes: 0), Some.Resource(2, idle: 301, bytes: 0), Some.Resource(3, idle: 299, bytes: 0), Some.Resource(4, idle: 500, bytes: 0)]);

        Assert.Equal(["4", "2", "3", "1"], Some.Names(order));
        Assert.True(order[0].Score < order[1].Score && order[1].Score < -100 && order[2].Score < 0 && order[3].Score == 0);
    }

    [Fact]
    public void Weights_can_be_changed_while_it_is_in_use()
    {
        var prioritizer = new ReleasePrioritizer(ReleasePolicy.WeightedScore);
        var large = Some.Resource(1, ResourceTypes.ModelWeights, bytes: 1_000_000_000, idle: 0);
        var small = Some.Resource(2, ResourceTypes.AudioCache, bytes: 0, idle: 0);
        Assert.Equal("2", Some.Names(prioritizer.Order([large, small])).First());

        prioritizer.Policy = prioritizer.Policy.WithWeights(prioritizer.Policy.Weights with { Size = 500 });

        Assert.Equal("1", Some.Names(prioritizer.Order([large, small])).First());
    }

    [Fact]
    public void Dependents_go_first_and_what_they_need_scores_as_much_as_they_do()
    {
        var model = Some.Resource(1, ResourceTypes.RenderCache, bytes: 0, idle: 0);
        var session = Some.Resource(2, "session", bytes: 0, idle: 0) with { DependsOn = [model.Handle] };
        var other = Some.Resource(3, ResourceTypes.ModelWeights, bytes: 0, idle: 0);

        var order = Prioritizer.Order([model, session, other]);

        Assert.Equal(["3", "2", "1"], Some.Names(order));
        Assert.Equal([500, 700, 700], order.Select(verdict => verdict.Score!.Value));
    }

    [Fact]
    public void The_action_is_the_cheapest_that_is_sufficient()
    {
        var cache = Some.Resource(1, ResourceTypes.RenderCache, bytes: 1000) with { CanTrim = true };

        Assert.Equal(ReleaseAction.Trim, Prioritizer.Candidates([cache], 1000)[0].Action);
        Assert.Equal(ReleaseAction.Release, Prioritizer.Candidates([cache], 2000)[0].Action);
    }

    [Fact]
    public void What_is_leased_or_must_stay_does_so_whatever_its_score()
    {
        var leased = Some.Resource(1, ResourceTypes.RenderCache) with { Leases = 1 };
        var shard = Some.Resource(2, ResourceTypes.ModelShards);

        Assert.Equal([ReleaseRules.Leased, ReleaseRules.KeepAtLeast], Prioritizer.Order([leased, shard]).Select(verdict => verdict.Rule));
    }
}
