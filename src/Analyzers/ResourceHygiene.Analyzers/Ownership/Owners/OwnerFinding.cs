using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

internal enum OwnerFindingKind
{
    NotReleased,
    NotDisposable,
    Overwritten,
    ConstructorLeaks,
    BaseNotCalled,
    ForeignReleased,
    OtherDisposerMisses,
    CacheGrows,
}

/// <summary>Something wrong with what a type owns.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">Where it is reported.</param>
/// <param name="Type">The type.</param>
/// <param name="Place">The member that it is about.</param>
/// <param name="Tier">What it costs.</param>
internal sealed record OwnerFinding(OwnerFindingKind Kind, Location At, INamedTypeSymbol Type, string Place, ResourceTier Tier)
{
    /// <summary>Type of the resource; null where no resource is named.</summary>
    public ITypeSymbol? Resource { get; init; }

    /// <summary>Where the resource was acquired; null where that is not seen.</summary>
    public IOperation? Site { get; init; }

    /// <summary>The method, or the other member, that the message names.</summary>
    public string Other { get; init; } = "";

    /// <summary>What else the message says.</summary>
    public string Detail { get; init; } = "";

    /// <summary>All members that it is about, where these are several.</summary>
    public ImmutableArray<string> Members { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>Others can see the type and may rely on how it is.</summary>
    public bool IsPublicApi { get; init; }

    /// <summary>The places that decide, in the order in which they do.</summary>
    public ImmutableArray<Location> Witness { get; init; } = ImmutableArray<Location>.Empty;
}
