using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>Whether a type gets a <c>DisposeAsync</c> beside its Dispose.</summary>
internal enum AsyncNeed
{
    /// <summary>No: everything that it owns is released synchronously.</summary>
    None,

    /// <summary>It can be released in both ways, each without the other.</summary>
    Offered,

    /// <summary>Something that it owns can only be released asynchronously; Dispose has to wait for that.</summary>
    Required,
}

/// <summary>How the generated code awaits the release of a value.</summary>
internal enum AsyncRoute
{
    /// <summary>Not: it is released synchronously.</summary>
    None,

    /// <summary>Through <c>IAsyncDisposable</c>.</summary>
    Interface,

    /// <summary>Through the <c>DisposeAsync</c> of a value type.</summary>
    Method,
}

/// <summary>Which types are released asynchronously, before the generator has run as well as after it.</summary>
internal static class AsyncNeeds
{
    private const string AsyncDisposable = "System.IAsyncDisposable";

    public static AsyncNeed Of(TrackedTarget target) => Of(target, NewSet());

    /// <summary>What the tracked base of a target got, or gets.</summary>
    public static AsyncNeed OfTrackedBase(TrackedTarget target) => OfTrackedBase(target, NewSet());

    /// <summary>How a member's value is released where there is time to await it.</summary>
    public static AsyncRoute RouteOf(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var underlying] })
            return RouteOf(underlying);
        if (!IsAsyncDisposable(type) && !BecomesAsync(type, NewSet()))
            return AsyncRoute.None;

        // Through the interface a value would be boxed, and its copy released.
        bool isCallable = type.IsValueType && (type is ITypeParameterSymbol || type.GetMembers("DisposeAsync").Any(static member =>
            member is IMethodSymbol { DeclaredAccessibility: Accessibility.Public, Parameters.IsEmpty: true }));
        return isCallable ? AsyncRoute.Method : AsyncRoute.Interface;
    }

    /// <summary>Adds to a release how it is awaited: the value itself or, of a collection, what it holds.</summary>
    public static MemberRelease Fill(MemberRelease release, ITypeSymbol type)
    {
        if (release.Elements is not { } elements)
            return release with { Async = RouteOf(type) };

        // Whether an IEnumerable holds what it gives has been answered already.
        return CollectionShape.Of(WithoutNullable(type), isMaterialized: true) is { } shape
            ? release with { Elements = elements with { Element = Fill(elements.Element, shape.Content) } }
            : release;
    }

    private static ITypeSymbol WithoutNullable(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var underlying] } ? underlying : type;

    /// <summary>What a collection holds, through collections of collections; of anything else, itself.</summary>
    private static ITypeSymbol InnermostContentOf(ITypeSymbol type)
    {
        for (int depth = 0; depth < ElementsRelease.MaxDepth; depth++)
        {
            if (TrackedTarget.IsOrBecomesDisposable(type) || CollectionShape.Of(WithoutNullable(type), isMaterialized: true) is not { } shape)
                break;
            type = shape.Content;
        }

        return type;
    }

    private static HashSet<ITypeSymbol> NewSet() => new(SymbolEqualityComparer.Default);

    private static AsyncNeed OfTrackedBase(TrackedTarget target, HashSet<ITypeSymbol> asked) => target.Base switch
    {
        { Kind: not BaseKind.Tracked } or { Tracked: null } => AsyncNeed.None,
        { Tracked.DeclaringSyntaxReferences.IsEmpty: true } => OfMetadata(target.Base.Tracked.OriginalDefinition),
        _ => TrackedTarget.Read(target.Base.Tracked.OriginalDefinition, CancellationToken.None) is { } tracked ? Of(tracked, asked) : AsyncNeed.None,
    };

    private static AsyncNeed OfMetadata(INamedTypeSymbol tracked) => tracked.GetMembers("__rhReleaseAsync").IsEmpty
        ? AsyncNeed.None
        : tracked.GetMembers("__rhRelease").IsEmpty ? AsyncNeed.Required : AsyncNeed.Offered;

    public static bool IsAsyncDisposable(ITypeSymbol type) => type is ITypeParameterSymbol parameter
        ? parameter.ConstraintTypes.Any(IsAsyncDisposable)
        : type.HasFullName(AsyncDisposable) || type.AllInterfaces.Any(static i => i.HasFullName(AsyncDisposable));

    private static AsyncNeed Of(TrackedTarget target, HashSet<ITypeSymbol> asked)
    {
        if (!asked.Add(target.Type))
            return AsyncNeed.None;

        AsyncNeed ofBase = OfTrackedBase(target, asked);
        // Where only properties are tracked there is nothing that could be awaited.
        if (target.Attribute is null)
            return ofBase;

        if (target.Base.Kind == BaseKind.AsyncOnly || ofBase == AsyncNeed.Required || AsyncHooks.In(target.Type).Any()
            || target.ReleasedMembers.Any(static member => member.TrackedAttribute is null && MemberRelease.Of(member, CancellationToken.None).Route == ReleaseRoute.AsyncOnly))
        {
            return AsyncNeed.Required;
        }

        // A Dispose that the user wrote has no counterpart that could be generated.
        if (target.UserDispose is not null && target.UserDisposeAsync is null)
            return AsyncNeed.None;

        bool isOffered = target.Base.Async is not null || ofBase == AsyncNeed.Offered
            || (target.UserDisposeAsync is null && target.Type.AllInterfaces.Any(static i => i.HasFullName(AsyncDisposable)))
            || target.ReleasedMembers.Any(member => member.TrackedAttribute is null && BecomesAsync(InnermostContentOf(member.Type), asked));
        return isOffered ? AsyncNeed.Offered : AsyncNeed.None;
    }

    /// <summary>Whether the generator gives a type of this compilation a DisposeAsync because it needs one.</summary>
    private static bool BecomesAsync(ITypeSymbol type, HashSet<ITypeSymbol> asked) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, DeclaringSyntaxReferences.IsEmpty: false } named
        && !asked.Contains(named)
        && TrackedTarget.Read(named.OriginalDefinition, CancellationToken.None) is { } target
        && Of(target, asked) != AsyncNeed.None;
}
