namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>What is known about a type whose values carry an obligation.</summary>
/// <param name="Tier">How much a leaked value costs.</param>
internal sealed record ResourceTraits(ResourceTier Tier)
{
    /// <summary>The tier is what the user configured for the type; what is known about single methods gives way to it.</summary>
    public bool IsTierConfigured { get; init; }

    /// <summary>What methods release it, where a call and not the type says that it must be released; null for values of resource types.</summary>
    public string? Family { get; init; }

    /// <summary>It has a Dispose method, so <c>using</c> works.</summary>
    public bool HasDispose { get; init; }

    /// <summary>It has a DisposeAsync method, so <c>await using</c> works.</summary>
    public bool HasDisposeAsync { get; init; }

    /// <summary>Name of the releasing method where that is neither Dispose nor DisposeAsync.</summary>
    public string? ReleaseMethod { get; init; }

    /// <summary>Its source shows that releasing it does nothing.</summary>
    public bool IsHarmless { get; init; }

    /// <summary>Commonly shared by its users: who is handed one as an argument does not become responsible for it.</summary>
    public bool IsLent { get; init; }

    /// <summary>A second release does harm: it frees what belongs to somebody else by then.</summary>
    public bool IsOnce { get; init; }

    /// <summary>It belongs from its creation on to the scope that its thread has open, and to nobody where none is: a tensor.</summary>
    public bool IsScoped { get; init; }

    /// <summary>Making one opens a scope: until it is released, what is <see cref="IsScoped"/> belongs to it from its creation on.</summary>
    public bool OpensScope { get; init; }

    /// <summary>Close ends it for good, as Dispose does. False where it can be opened again, and where nothing is known.</summary>
    public bool CloseIsFinal { get; init; }
}
