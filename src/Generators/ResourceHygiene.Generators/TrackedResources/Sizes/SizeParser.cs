using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources.Sizes;

/// <summary>Finds the members whose size, and place, their types tell without anybody's help.</summary>
internal static class SizeParser
{
    private const int MaxDepth = 8;

    /// <summary>
    /// Owned members with a known size; none where the type says its size itself. Tracked properties do not count: each of their
    /// values is a resource of its own.
    /// </summary>
    public static EquatableArray<MeasuredMemberModel> MembersOf(TrackedTarget target) => target.Attribute is null || Implements(target.Type, WellKnownNames.SizedResource)
        ? default
        : target.ReleasedMembers
            .Where(static member => member.TrackedAttribute is null)
            .Select(static member => SizeOf(member.Type) is { } size ? new MeasuredMemberModel(SymbolText.Identifier(member.Name), size) : null)
            .OfType<MeasuredMemberModel>()
            .ToEquatableArray();

    /// <summary>Whether a tracked base has such members, which count for the derived type as well.</summary>
    public static bool BaseMeasures(TrackedTarget target)
    {
        if (target.Attribute is null || Implements(target.Type, WellKnownNames.SizedResource))
            return false;

        for (INamedTypeSymbol? current = target.Type.BaseType; current is not null; current = current.BaseType)
        {
            // In another assembly the generated part is there already.
            bool measures = current.DeclaringSyntaxReferences.IsEmpty
                ? !current.GetMembers(SizeEmitter.Method).IsEmpty
                : TrackedTarget.Read(current, CancellationToken.None) is { } tracked && MembersOf(tracked).Length > 0;
            if (measures)
                return true;
        }

        return false;
    }

    /// <summary>How a value of a type is measured; null where its type does not tell.</summary>
    public static SizeModel? SizeOf(ITypeSymbol type, int depth = 0)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var underlying] })
            return SizeOf(underlying, depth) is { } size ? size with { MayBeNull = true } : null;

        bool mayBeNull = !type.IsValueType;
        if (IsCountedItself(type))
            return null;
        if (Implements(type, WellKnownNames.SizedResource))
            return new SizeModel(SizeSource.Itself, mayBeNull);
        if (ManagedMemory.Is(type))
            return new SizeModel(type is IArrayTypeSymbol ? SizeSource.ArrayLength : SizeSource.ListCapacity, mayBeNull, SymbolText.Qualified(ManagedMemory.ElementOf(type)!));
        if (OwnedMemoryOf(type) is { } owned)
            return new SizeModel(SizeSource.OwnedMemory, mayBeNull, SymbolText.Qualified(owned));
        if (TorchTypes.IsTensor(type))
            return new SizeModel(SizeSource.Tensor, mayBeNull);
        if (TorchTypes.IsModule(type))
            return new SizeModel(SizeSource.Module, mayBeNull);

        return depth < MaxDepth ? SizeOfContent(type, mayBeNull, depth) : null;
    }

    private static SizeModel? SizeOfContent(ITypeSymbol type, bool mayBeNull, int depth)
    {
        // What is disposable may have been emptied by somebody; what is in it is its own business.
        if (MemberRelease.Of(type).Route is not (ReleaseRoute.Elements or ReleaseRoute.Memory or ReleaseRoute.AsyncOnly)
            || CollectionShape.Of(type, isMaterialized: false) is not { } shape
            || SizeOf(shape.Content, depth + 1) is not { } content)
        {
            return null;
        }

        string element = SymbolText.Qualified(shape.Element);
        string? through = shape.Through is not null || shape.Access == ElementAccess.EnumeratedCopy ? $"global::System.Collections.Generic.IEnumerable<{element}>" : null;
        var collection = new MeasuredCollectionModel(shape.Access == ElementAccess.LazyValue, through, shape.MayBeDefault, shape.OfPairs, content);
        return new SizeModel(SizeSource.Content, mayBeNull, element, collection);
    }

    /// <summary>What registers itself must not be counted twice.</summary>
    private static bool IsCountedItself(ITypeSymbol type)
    {
        if (Implements(type, WellKnownNames.Releasable))
            return true;

        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.FindAttribute(WellKnownNames.TrackedResourceAttribute) is not null)
                return true;
        }

        return false;
    }

    private static ITypeSymbol? OwnedMemoryOf(ITypeSymbol type)
    {
        const string Owner = "System.Buffers.IMemoryOwner`1";
        INamedTypeSymbol? owner = type.HasFullName(Owner) ? (INamedTypeSymbol)type : type.AllInterfaces.FirstOrDefault(static i => i.HasFullName(Owner));
        return owner?.TypeArguments[0] is { IsUnmanagedType: true } element ? element : null;
    }

    private static bool Implements(ITypeSymbol type, string name) => type.HasFullName(name) || type.AllInterfaces.Any(i => i.HasFullName(name));
}
