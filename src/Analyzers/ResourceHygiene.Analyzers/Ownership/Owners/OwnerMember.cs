using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>A field, an auto-property or a parameter of a primary constructor whose values may carry an obligation, with all that its type does to it.</summary>
internal sealed class OwnerMember
{
    public OwnerMember(ISymbol symbol, ITypeSymbol type, ResourceTraits? traits)
    {
        Symbol = symbol;
        Type = type;
        Traits = traits;
    }

    /// <summary>The field, the property, or the parameter.</summary>
    public ISymbol Symbol { get; }

    public ITypeSymbol Type { get; }

    /// <summary>The obligation of the declared type; null where only the values that it gets may have one.</summary>
    public ResourceTraits? Traits { get; }

    public string Name => Symbol.Name;

    /// <summary>An address, a pin or a buffer: what its values come from, and not its type, says whether they must be released.</summary>
    public bool IsRaw => Traits is null && RawTypes.IsRaw(Type);

    /// <summary>A <c>Lazy&lt;T&gt;</c>, and <see cref="Type"/> is what it makes when it is first asked.</summary>
    public bool IsLazy { get; set; }

    /// <summary>Every value that it gets.</summary>
    public List<MemberSource> Sources { get; } = new();

    /// <summary>Every mention that is no plain assignment.</summary>
    public List<MemberUse> Uses { get; } = new();

    /// <summary>Who wrote the type said that it owns what the member holds.</summary>
    public bool IsDeclaredOwned { get; set; }

    /// <summary>Who wrote the type, or a contract, said that somebody else owns what the member holds.</summary>
    public bool IsDeclaredBorrowed { get; set; }

    /// <summary>Only the type itself can reach it.</summary>
    public bool IsOnlySeenHere =>
        Symbol is IParameterSymbol || (Symbol.DeclaredAccessibility == Accessibility.Private && Symbol.ContainingType.ContainingType is null);

    public IEnumerable<MemberSource> OwnedSources => Sources.Where(static source => source.Kind == SourceKind.Owned);

    /// <summary>Whatever it holds, its type acquired it and nobody else is known to have it.</summary>
    public bool IsOwned => !IsDeclaredBorrowed
        && (IsDeclaredOwned || (OwnedSources.Any() && Sources.All(static source => source.Kind is SourceKind.Owned or SourceKind.Nothing)));

    /// <summary>What the dearest of its values costs.</summary>
    public ResourceTier Tier => OwnedSources.Select(static source => source.Tier).DefaultIfEmpty(Traits?.Tier ?? ResourceTier.None).Max();

    /// <summary>How its values are released: as the declared type says, else as that of what was acquired.</summary>
    public ResourceTraits? Release => Traits ?? OwnedSources.Select(static source => source.Acquisition?.Traits).FirstOrDefault(static traits => traits is not null);
}

/// <summary>Where a value of a member comes from.</summary>
internal enum SourceKind
{
    /// <summary>Null, or a value that owes nothing.</summary>
    Nothing,

    /// <summary>Acquired here, or handed over.</summary>
    Owned,

    /// <summary>A parameter of the type's constructor or method.</summary>
    Given,

    /// <summary>Read from a field or property.</summary>
    Read,

    /// <summary>Not known.</summary>
    Unknown,
}

/// <summary>A value that a member gets.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Value">The expression that yields it.</param>
/// <param name="Tier">What it costs.</param>
internal sealed record MemberSource(SourceKind Kind, IOperation Value, ResourceTier Tier = ResourceTier.None)
{
    /// <summary>The acquisition, where it was acquired in this very type.</summary>
    public Acquisition? Acquisition { get; init; }

    /// <summary>The assignment; null for an initializer.</summary>
    public MemberUse? At { get; init; }
}

/// <summary>What a mention of a member does to what the member holds.</summary>
internal enum MemberUseKind
{
    /// <summary>Uses it.</summary>
    Plain,

    /// <summary>Gives it another value.</summary>
    Assigned,

    /// <summary>Gives it a value if it has none.</summary>
    AssignedIfNull,

    Released,

    /// <summary>Returns it from the method.</summary>
    Returned,

    /// <summary>Hands it on, or nobody knows.</summary>
    Escapes,
}

/// <summary>One mention of a member in its type.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Reference">The mention.</param>
/// <param name="Place">The member around it.</param>
internal sealed record MemberUse(MemberUseKind Kind, IOperation Reference, MemberPlace Place);
