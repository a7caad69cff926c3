namespace ResourceHygiene;

/// <summary>
/// Weights of the <see cref="ReleaseAlgorithms.WeightedScore"/>:
/// <code>
/// score = Rank · rank
///       - Idle · min(1, idle / (2 · retention))
///       - Size · min(1, bytes / 1 GB)
///       + Active, if it is active
///       + Compressible, if its type is
///       - Expired, if it is expired
/// </code>
/// The lowest goes first. Expired and active mean the same as in the decision tree, and so does retention.
/// </summary>
public sealed record ScoreWeights
{
    /// <summary>The built-in weights.</summary>
    public static ScoreWeights Default { get; } = new();

    /// <summary>For each rank of the type. Default: 100.</summary>
    public double Rank { get; init; } = 100;

    /// <summary>Taken off in proportion to the idle time, wholly at twice the retention. Default: 50.</summary>
    public double Idle { get; init; } = 50;

    /// <summary>Taken off in proportion to the size, wholly at 1 GB. Default: 30.</summary>
    public double Size { get; init; } = 30;

    /// <summary>Added for what is active. Default: 200.</summary>
    public double Active { get; init; } = 200;

    /// <summary>Added for types that are compressible. Default: 20.</summary>
    public double Compressible { get; init; } = 20;

    /// <summary>Taken off for what is expired. Default: 100.</summary>
    public double Expired { get; init; } = 100;

    internal void Validate(string parameterName)
    {
        ThrowIfNotAWeight(Rank, nameof(Rank), parameterName);
        ThrowIfNotAWeight(Idle, nameof(Idle), parameterName);
        ThrowIfNotAWeight(Size, nameof(Size), parameterName);
        ThrowIfNotAWeight(Active, nameof(Active), parameterName);
        ThrowIfNotAWeight(Compressible, nameof(Compressible), parameterName);
        ThrowIfNotAWeight(Expired, nameof(Expired), parameterName);
    }

    private static void ThrowIfNotAWeight(double weight, string name, string parameterName)
    {
        if (!(weight >= 0 && double.IsFinite(weight)))
            throw new ArgumentOutOfRangeException(parameterName, weight, $"The weight '{name}' must be a number from 0.");
    }
}
