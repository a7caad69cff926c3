using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>Whether, and through what, a value can be released.</summary>
internal enum ReleaseRoute
{
    /// <summary>It cannot.</summary>
    None,

    /// <summary>It can, but only asynchronously, which a Dispose cannot do without blocking.</summary>
    AsyncOnly,

    /// <summary>A method that can be called on the value itself.</summary>
    Method,

    /// <summary><c>IDisposable.Dispose</c>, implemented explicitly.</summary>
    DisposableInterface,

    /// <summary>What a collection holds, one after the other.</summary>
    Elements,

    /// <summary>Managed memory, such as an array of numbers: nothing is to be run, its size counts.</summary>
    Memory,
}

/// <summary>How the generated code releases a value of a member's type.</summary>
/// <param name="Route">Through what.</param>
/// <param name="Method">Name of the method when the route is <see cref="ReleaseRoute.Method"/>.</param>
/// <param name="MayBeNull">Whether the value needs a null check; false for values of a value type.</param>
/// <param name="Elements">What to do with the elements when the route is <see cref="ReleaseRoute.Elements"/>, or <see cref="ReleaseRoute.AsyncOnly"/> because of them.</param>
internal readonly record struct MemberRelease(ReleaseRoute Route, string Method, bool MayBeNull, ElementsRelease? Elements = null)
{
    private const string DisposeMethod = "Dispose";

    /// <summary>How it is awaited in a type that is released asynchronously; the generator's parser fills it in.</summary>
    public AsyncRoute Async { get; init; }

    /// <summary>How a member is released, given its type and, where that does not say enough, what is put into it.</summary>
    public static MemberRelease Of(ReleasedMember member, CancellationToken cancellationToken) => Of(
        member.Type,
        KnownShape.IsAskedFor(member) && KnownShape.IsMaterialized(member.Symbol, cancellationToken));

    /// <summary>How values of a type are released.</summary>
    /// <param name="type">The type.</param>
    /// <param name="isMaterialized">Whether an <c>IEnumerable</c> is known to hold what it gives.</param>
    /// <param name="depth">How many collections the type lies in.</param>
    public static MemberRelease Of(ITypeSymbol type, bool isMaterialized = false, int depth = 0)
    {
        // Another generator may be about to declare the type. The compiler reports it if nobody does.
        if (type.TypeKind == TypeKind.Error)
            return new MemberRelease(ReleaseRoute.Method, DisposeMethod, MayBeNull: true);

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var underlying] })
            return Of(underlying, isMaterialized, depth) with { MayBeNull = true };

        // A type parameter without `struct` may stand for a reference type.
        bool mayBeNull = !type.IsValueType;
        if (ReleaseMethodOf(type) is { } named)
            return new MemberRelease(ReleaseRoute.Method, named, mayBeNull);

        if (Disposes(type, SpecialType.System_IDisposable))
        {
            return IsCallable(type)
                ? new MemberRelease(ReleaseRoute.Method, DisposeMethod, mayBeNull)
                : new MemberRelease(ReleaseRoute.DisposableInterface, DisposeMethod, mayBeNull);
        }

        if (AsyncNeeds.IsAsyncDisposable(type))
            return new MemberRelease(ReleaseRoute.AsyncOnly, "", mayBeNull);
        if (ElementsRelease.Of(type, isMaterialized, depth) is { } elements)
            return OfElements(type, elements, mayBeNull);

        return new MemberRelease(ReleaseRoute.None, "", mayBeNull);
    }

    private static MemberRelease OfElements(ITypeSymbol type, ElementsRelease elements, bool mayBeNull) => elements.Element.Route switch
    {
        ReleaseRoute.None when ManagedMemory.Is(type) => new MemberRelease(ReleaseRoute.Memory, "", mayBeNull),
        var none and (ReleaseRoute.None or ReleaseRoute.Memory) => new MemberRelease(none, "", mayBeNull),
        ReleaseRoute.AsyncOnly => new MemberRelease(ReleaseRoute.AsyncOnly, "", mayBeNull, elements),
        _ => new MemberRelease(ReleaseRoute.Elements, "", mayBeNull, elements),
    };

    private static bool Disposes(ITypeSymbol type, SpecialType disposable) => type is ITypeParameterSymbol parameter
        ? parameter.ConstraintTypes.Any(constraint => Disposes(constraint, disposable))
        : TrackedTarget.IsOrBecomesDisposable(type);

    /// <summary>The method named by <c>[MustRelease]</c>, if it can be called without arguments.</summary>
    private static string? ReleaseMethodOf(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.FindAttribute(WellKnownNames.MustReleaseAttribute) is { ConstructorArguments: [{ Value: string name }] })
                return FindMethod(current, name) is null ? null : name;
        }

        return null;
    }

    /// <summary>Whether <c>value.Dispose()</c> compiles and means the interface's method.</summary>
    private static bool IsCallable(ITypeSymbol type)
    {
        if (type is ITypeParameterSymbol)
            return true;

        if (type.TypeKind == TypeKind.Interface)
        {
            return type.SpecialType == SpecialType.System_IDisposable
                || (type.GetMembers(DisposeMethod).IsEmpty
                    && type.AllInterfaces.All(static i => i.SpecialType == SpecialType.System_IDisposable || i.GetMembers(DisposeMethod).IsEmpty));
        }

        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (FindMethod(current, DisposeMethod) is not null)
                return true;

            // What the generator is about to write is public, unless the user wrote an explicit one.
            if (current is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named
                && !current.DeclaringSyntaxReferences.IsEmpty
                && TrackedTarget.Read(named, CancellationToken.None) is { UserDispose: null })
            {
                return true;
            }
        }

        return false;
    }

    private static IMethodSymbol? FindMethod(ITypeSymbol type, string name) =>
        type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(static method =>
            method is { Parameters.IsEmpty: true, Arity: 0, IsStatic: false, DeclaredAccessibility: Accessibility.Public } && !method.IsObsoleteWithError());
}
