using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>What went wrong with an obligation.</summary>
internal enum FindingKind
{
    /// <summary>A local holds the resource, and on no path is it released or handed on.</summary>
    NeverReleased,

    /// <summary>Nothing ever holds the resource, so nobody can release it.</summary>
    Discarded,
}

/// <summary>One proven violation. Immutable; what rules and fixes need to speak about it.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Site">The operation that acquired the resource.</param>
/// <param name="ResourceType">Type of the resource as acquired.</param>
/// <param name="Traits">How values of that type are released.</param>
/// <param name="Tier">How much the leak costs.</param>
/// <param name="Place">The local that holds the resource; null when it was discarded.</param>
/// <param name="Consumer">With <see cref="FindingKind.Discarded"/>, the last thing that saw the resource.</param>
/// <param name="Witness">Where the violation can be seen, in the order of execution, without the site itself.</param>
internal sealed record OwnershipFinding(
    FindingKind Kind, IOperation Site, ITypeSymbol ResourceType, ResourceTraits Traits, ResourceTier Tier,
    ILocalSymbol? Place, Discard? Consumer, ImmutableArray<Location> Witness);
