namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>What is known about a type whose values carry an obligation.</summary>
/// <param name="Tier">How much a leaked value costs.</param>
internal sealed record ResourceTraits(ResourceTier Tier)
{
    /// <summary>It has a Dispose method, so <c>using</c> works.</summary>
    public bool HasDispose { get; init; }

    /// <summary>It has a DisposeAsync method, so <c>await using</c> works.</summary>
    public bool HasDisposeAsync { get; init; }

    /// <summary>Name of the releasing method where that is neither Dispose nor DisposeAsync.</summary>
    public string? ReleaseMethod { get; init; }

    /// <summary>Commonly shared by its users: who is handed one as an argument does not become responsible for it.</summary>
    public bool IsLent { get; init; }
}
