namespace ResourceHygiene;

/// <summary>Names of the ways in which a <see cref="ReleasePolicy"/> can put resources in order.</summary>
public static class ReleaseAlgorithms
{
    /// <summary>The decision tree of <see cref="ReleasePrioritizer"/>. The default.</summary>
    public const string DecisionTree = "decision-tree";

    /// <summary>One number for each resource, the lowest first, the longest idle first where they are equal. See <see cref="ScoreWeights"/>.</summary>
    public const string WeightedScore = "weighted-score";
}
