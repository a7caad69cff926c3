namespace ResourceHygiene.Tests;

public sealed class ReleasePolicyTests
{
    [Theory]
    [InlineData(ResourceTypes.ModelShards, 1, 300)]
    [InlineData(ResourceTypes.RenderCache, 2, 180)]
    [InlineData(ResourceTypes.TempBuffers, 3, 30)]
    [InlineData(ResourceTypes.AudioCache, 4, 120)]
    [InlineData(ResourceTypes.ModelWeights, 5, 600)]
    [InlineData(ResourceTypes.SubtitleIndex, 6, 900)]
    [InlineData("anything else", 7, 300)]
    public void Built_in_types_have_rank_and_retention(string type, int rank, int retentionSeconds)
    {
        var profile = ReleasePolicy.Default.ProfileOf(type);

        Assert.Equal((rank, TimeSpan.FromSeconds(retentionSeconds)), (profile.Rank, profile.Retention));
    }

    [Fact]
    public void A_derived_policy_leaves_the_original_as_it_was()
    {
        var derived = ReleasePolicy.Default.With(
            new(ResourceTypes.AudioCache, 9, TimeSpan.FromSeconds(1)),
            new("mine", 0, TimeSpan.FromSeconds(2)),
            new("", 50, TimeSpan.FromSeconds(3)));

        Assert.Equal(9, derived.ProfileOf(ResourceTypes.AudioCache).Rank);
        Assert.Equal(0, derived.ProfileOf("mine").Rank);
        Assert.Equal(50, derived.ProfileOf("unheard of").Rank);
        Assert.Equal("mine", derived.Profiles[0].Type);
        Assert.Equal(4, ReleasePolicy.Default.ProfileOf(ResourceTypes.AudioCache).Rank);
        Assert.Equal(6, ReleasePolicy.Default.Profiles.Length);
    }

    [Fact]
    public void A_resources_own_retention_comes_first()
    {
        var own = new ResourceInfo { Type = ResourceTypes.AudioCache, Retention = TimeSpan.FromSeconds(5) };
        var none = new ResourceInfo { Type = ResourceTypes.AudioCache };

        Assert.Equal(TimeSpan.FromSeconds(5), ReleasePolicy.Default.RetentionOf(own));
        Assert.Equal(TimeSpan.FromSeconds(120), ReleasePolicy.Default.RetentionOf(none));
    }

    [Fact]
    public void Shards_are_kept_and_indexes_go_in_parts_as_in_the_original()
    {
        var shards = ReleasePolicy.Default.ProfileOf(ResourceTypes.ModelShards);

        Assert.Equal((2, 0.85), (shards.KeepAtLeast, shards.Threshold));
        Assert.Equal(
            [ResourceTypes.SubtitleIndex],
            ReleasePolicy.Default.Profiles.Where(profile => profile.Incremental).Select(profile => profile.Type));
        Assert.Equal(
            [ResourceTypes.RenderCache, ResourceTypes.AudioCache],
            ReleasePolicy.Default.Profiles.Where(profile => profile.Compressible).Select(profile => profile.Type));
    }

    public static TheoryData<string, ResourceTypeProfile> Impossible => new()
    {
        { "The retention of 'mine' must be positive.", Profile() with { Retention = TimeSpan.Zero } },
        { "The retention of other types must be positive.", Profile() with { Type = "", Retention = TimeSpan.FromSeconds(-1) } },
        { "The rank of 'mine' must be from 0 to 10000.", Profile() with { Rank = -1 } },
        { "The rank of 'mine' must be from 0 to 10000.", Profile() with { Rank = 10_001 } },
        { "The number of 'mine' to keep must not be negative.", Profile() with { KeepAtLeast = -1 } },
        { "The threshold of 'mine' must be from 0 to 1.", Profile() with { Threshold = 1.5 } },
        { "The threshold of 'mine' must be from 0 to 1.", Profile() with { Threshold = double.NaN } },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void What_cannot_be_meant_is_refused_by_type_and_value(string message, ResourceTypeProfile profile)
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => ReleasePolicy.Default.With(profile));

        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(refusal.ActualValue);
    }

    [Fact]
    public void A_type_given_twice_or_not_at_all_is_refused()
    {
        Assert.Contains("'mine' is given twice", Assert.Throws<ArgumentException>(() => ReleasePolicy.Default.With(Profile(), Profile())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ReleasePolicy.Default.With(Profile() with { Type = null! }));
        Assert.Throws<ArgumentException>(() => ReleasePolicy.Default.With([null!]));
    }

    [Fact]
    public void An_algorithm_that_does_not_exist_is_refused_with_the_names_of_those_that_do()
    {
        var refusal = Assert.Throws<ArgumentException>(() => ReleasePolicy.Default.WithAlgorithm("lru"));

        Assert.StartsWith("There is no algorithm 'lru'; there are 'decision-tree' and 'weighted-score'.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ReleaseAlgorithms.DecisionTree, ReleasePolicy.Default.Algorithm);
        Assert.Equal(ReleaseAlgorithms.WeightedScore, ReleasePolicy.WeightedScore.Algorithm);
        Assert.Equal(ReleaseAlgorithms.DecisionTree, ReleasePolicy.WeightedScore.WithAlgorithm("decision-tree").Algorithm);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_weight_that_is_no_weight_is_refused_by_name(double weight)
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => ReleasePolicy.Default.WithWeights(new() { Size = weight }));

        Assert.StartsWith("The weight 'Size' must be a number from 0.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_derived_policy_keeps_what_it_does_not_change()
    {
        var policy = ReleasePolicy.WeightedScore
            .WithWeights(new() { Rank = 1 })
            .WithActiveWithin(TimeSpan.FromSeconds(2))
            .With(Profile());

        Assert.Equal(
            (ReleaseAlgorithms.WeightedScore, 1.0, TimeSpan.FromSeconds(2), 2, 7),
            (policy.Algorithm, policy.Weights.Rank, policy.ActiveWithin, policy.ProfileOf(ResourceTypes.RenderCache).Rank, policy.Profiles.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => policy.WithActiveWithin(TimeSpan.FromSeconds(-2)));
    }

    private static ResourceTypeProfile Profile() => new("mine", 1, TimeSpan.FromSeconds(1));
}
