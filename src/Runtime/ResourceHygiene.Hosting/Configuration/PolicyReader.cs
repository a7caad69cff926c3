namespace ResourceHygiene.Hosting.Configuration;

/// <summary>Reads a release policy. What is not set keeps its value from the policy that the options have already.</summary>
internal static class PolicyReader
{
    private const int HighestRank = 10_000;

    public static void Read(SectionReader section, ResourceHygieneOptions options)
    {
        var policy = options.Policy;
        section.Choice(
            "Algorithm",
            value => policy = policy.WithAlgorithm(value),
            (ReleaseAlgorithms.DecisionTree, ReleaseAlgorithms.DecisionTree),
            (ReleaseAlgorithms.WeightedScore, ReleaseAlgorithms.WeightedScore));
        section.Section("Weights", weights => policy = policy.WithWeights(Read(weights, policy.Weights)));
        section.Duration("ActiveWithin", value => policy = policy.WithActiveWithin(value));
        section.Section("OtherTypes", profile => policy = policy.With(Read(profile, policy.OtherTypes)));
        section.Map("Types", (type, profile) => policy = policy.With(Read(profile, policy.ProfileOf(type) with { Type = type })));
        options.Policy = policy;
    }

    private static ResourceTypeProfile Read(SectionReader section, ResourceTypeProfile profile)
    {
        section.Integer("Rank", 0, HighestRank, value => profile = profile with { Rank = value });
        section.Duration("Retention", value => profile = profile with { Retention = value });
        section.Integer("KeepAtLeast", 0, int.MaxValue, value => profile = profile with { KeepAtLeast = value });
        section.Share("Threshold", value => profile = profile with { Threshold = value });
        section.Flag("Incremental", value => profile = profile with { Incremental = value });
        section.Flag("Compressible", value => profile = profile with { Compressible = value });
        return profile;
    }

    private static ScoreWeights Read(SectionReader section, ScoreWeights weights)
    {
        section.Weight("Rank", value => weights = weights with { Rank = value });
        section.Weight("Idle", value => weights = weights with { Idle = value });
        section.Weight("Size", value => weights = weights with { Size = value });
        section.Weight("Active", value => weights = weights with { Active = value });
        section.Weight("Compressible", value => weights = weights with { Compressible = value });
        section.Weight("Expired", value => weights = weights with { Expired = value });
        return weights;
    }
}
