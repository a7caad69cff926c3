namespace ResourceHygiene;

/// <summary>How a release policy treats one resource type.</summary>
/// <param name="Type">The resource type.</param>
/// <param name="Rank">Which types go first among otherwise equal resources: the lowest rank.</param>
/// <param name="Retention">Time without use after which a resource of the type counts as expired, unless it has a retention of its own.</param>
public sealed record ResourceTypeProfile(string Type, int Rank, TimeSpan Retention);
