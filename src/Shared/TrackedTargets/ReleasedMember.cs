using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>A field or property that the generated Dispose releases: owned, tracked, or both.</summary>
internal sealed class ReleasedMember
{
    private ReleasedMember(ISymbol symbol, AttributeData? owned, AttributeData? tracked)
    {
        Symbol = symbol;
        OwnedAttribute = owned;
        TrackedAttribute = tracked;
        Location = symbol.Locations.FirstOrDefault() ?? Location.None;
        Position = new SourcePosition(Location.SourceTree?.FilePath ?? "", Location.SourceSpan.Start);
    }

    /// <summary>The field or property as the user wrote it; never a backing field.</summary>
    public ISymbol Symbol { get; }

    public AttributeData? OwnedAttribute { get; }

    public AttributeData? TrackedAttribute { get; }

    public Location Location { get; }

    public SourcePosition Position { get; }

    public string Name => Symbol.Name;

    public ITypeSymbol Type => Symbol is IFieldSymbol fieldSymbol ? fieldSymbol.Type : ((IPropertySymbol)Symbol).Type;

    /// <summary>Name of the member that must be released before this one; null when none was named.</summary>
    public string? After => OwnedAttribute?.NamedArgument<string?>("After", null) is { Length: > 0 } after ? after : null;

    /// <summary>The family of methods that release it, where its type does not say how; null when none was named.</summary>
    public string? Family => OwnedAttribute?.NamedArgument<string?>("Family", null) is { Length: > 0 } family ? family : null;

    public static ReleasedMember? Read(ISymbol member)
    {
        if (member is not (IFieldSymbol or IPropertySymbol))
            return null;

        AttributeData? owned = member.FindAttribute(WellKnownNames.OwnedAttribute);
        if (member is IFieldSymbol field)
        {
            if (owned is null)
                return null;

            // [field: Owned] sits on the backing field and means the property, unless that is marked itself.
            if (field.AssociatedSymbol is not IPropertySymbol property)
                return field.IsImplicitlyDeclared ? null : new ReleasedMember(field, owned, tracked: null);

            return Read(property) is null ? new ReleasedMember(property, owned, tracked: null) : null;
        }

        AttributeData? tracked = member.FindAttribute(WellKnownNames.TrackedResourceAttribute);
        return owned is null && tracked is null ? null : new ReleasedMember(member, owned, tracked);
    }
}

/// <summary>Where a member stands in the source; orders members the same way on every machine.</summary>
internal readonly record struct SourcePosition(string FilePath, int Start) : IComparable<SourcePosition>
{
    public int CompareTo(SourcePosition other)
    {
        int files = string.CompareOrdinal(FilePath, other.FilePath);
        return files != 0 ? files : Start.CompareTo(other.Start);
    }
}
