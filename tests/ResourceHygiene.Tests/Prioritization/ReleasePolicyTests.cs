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
    public void A_retention_that_is_not_positive_is_refused_by_type()
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => ReleasePolicy.Default.With(new ResourceTypeProfile("mine", 1, TimeSpan.Zero)));

        Assert.Contains("'mine'", refusal.Message, StringComparison.Ordinal);
    }
}
