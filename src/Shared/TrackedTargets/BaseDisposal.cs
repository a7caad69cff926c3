using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>How the base of a target is released, which decides through what the target's own release is entered.</summary>
internal enum BaseKind
{
    /// <summary>It is not: Dispose is the target's own.</summary>
    None,

    /// <summary>It is marked <c>[TrackedResource]</c>: both share one registration and one release.</summary>
    Tracked,

    /// <summary>Only properties of it are tracked: it releases what derives from it through <c>ReleaseDerived</c>.</summary>
    TrackedProperties,

    /// <summary>It has a <c>Dispose(bool)</c> that can be overridden.</summary>
    DisposeBool,

    /// <summary>Its <c>Dispose()</c> itself can be overridden.</summary>
    Dispose,

    /// <summary>It has a <c>DisposeAsync</c> and no Dispose.</summary>
    AsyncOnly,

    /// <summary>Nothing of it can be overridden, see <see cref="BaseDisposal.Reason"/>.</summary>
    Unsupported,
}

/// <summary>What is known about the release of a target's base.</summary>
internal sealed record BaseDisposal(BaseKind Kind)
{
    /// <summary>Generated in every tracked class that can be derived from: says which level registers an instance.</summary>
    public const string LevelProperty = "__rhLevel";

    public static BaseDisposal None { get; } = new(BaseKind.None);

    /// <summary>Why the target cannot be derived from that base; null unless it is unsupported.</summary>
    public string? Reason { get; init; }

    /// <summary>The base's Dispose that the target overrides.</summary>
    public IMethodSymbol? Sync { get; init; }

    /// <summary>The base's DisposeAsync, or DisposeAsyncCore, that the target overrides.</summary>
    public IMethodSymbol? Async { get; init; }

    /// <summary>The tracked base.</summary>
    public INamedTypeSymbol? Tracked { get; init; }

    /// <summary>How many tracked types the target derives from.</summary>
    public int Level { get; init; }

    public static BaseDisposal Of(INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Class || type.BaseType is not { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } baseType)
            return None;

        for (INamedTypeSymbol? current = baseType; current is not null; current = current.BaseType)
        {
            if (current.FindAttribute(WellKnownNames.TrackedResourceAttribute) is not null)
                return OfTracked(current);
            if (TrackedTarget.HasTrackedProperty(current))
                return new BaseDisposal(BaseKind.TrackedProperties) { Tracked = current };
        }

        return OfDisposable(type, baseType);
    }

    private static BaseDisposal OfTracked(INamedTypeSymbol tracked)
    {
        int level = 1;
        for (INamedTypeSymbol? current = tracked.BaseType; current is not null; current = current.BaseType)
        {
            if (current.FindAttribute(WellKnownNames.TrackedResourceAttribute) is not null)
                level++;
        }

        // An older generator left no room for a derived class that is tracked itself.
        if (tracked.DeclaringSyntaxReferences.IsEmpty && tracked.GetMembers(LevelProperty).IsEmpty)
            return Unsupported($"its base '{tracked.Name}' comes from a build that leaves it no room; build that with this version");

        return new BaseDisposal(BaseKind.Tracked) { Tracked = tracked, Level = level };
    }

    private static BaseDisposal OfDisposable(INamedTypeSymbol type, INamedTypeSymbol baseType)
    {
        bool isDisposable = TrackedTarget.IsOrBecomesDisposable(baseType);
        bool isAsync = AsyncNeeds.IsAsyncDisposable(baseType);
        if (!isDisposable && !isAsync)
            return None;

        IMethodSymbol? sync = FindOverridable(type, baseType, "Dispose", static method => method is { ReturnsVoid: true, Parameters: [{ Type.SpecialType: SpecialType.System_Boolean }] })
            ?? FindOverridable(type, baseType, "Dispose", static method => method is { ReturnsVoid: true, Parameters: [], DeclaredAccessibility: Accessibility.Public });
        IMethodSymbol? async = FindOverridable(type, baseType, "DisposeAsyncCore", IsAsyncDispose)
            ?? FindOverridable(type, baseType, "DisposeAsync", IsAsyncDispose);

        if (isDisposable && sync is null)
            return Unsupported($"Dispose of its base '{baseType.Name}' cannot be overridden; hold it as an [Owned] member instead");
        if (isAsync && async is null)
            return Unsupported($"DisposeAsync of its base '{baseType.Name}' cannot be overridden; hold it as an [Owned] member instead");

        BaseKind kind = sync is null ? BaseKind.AsyncOnly : sync.Parameters.IsEmpty ? BaseKind.Dispose : BaseKind.DisposeBool;
        return new BaseDisposal(kind) { Sync = sync, Async = isAsync ? async : null };
    }

    /// <summary>A <c>Dispose()</c> that a base has without being disposable: nobody would call it any more.</summary>
    public static IMethodSymbol? FindHiddenDispose(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers("Dispose"))
            {
                if (member is IMethodSymbol { IsStatic: false, Arity: 0, Parameters.IsEmpty: true } method && IsVisible(method, type))
                    return method;
            }
        }

        return null;
    }

    private static BaseDisposal Unsupported(string reason) => new(BaseKind.Unsupported) { Reason = reason };

    private static bool IsAsyncDispose(IMethodSymbol method) =>
        method.Parameters.IsEmpty && method.ReturnType.HasFullName("System.Threading.Tasks.ValueTask");

    /// <summary>The method as the nearest base declares it; null if that cannot be overridden by the type.</summary>
    private static IMethodSymbol? FindOverridable(INamedTypeSymbol type, INamedTypeSymbol baseType, string name, Func<IMethodSymbol, bool> isWanted)
    {
        for (INamedTypeSymbol? current = baseType; current is not null; current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers(name))
            {
                if (member is IMethodSymbol { IsStatic: false, Arity: 0 } method && isWanted(method))
                    return (method.IsVirtual || method.IsOverride || method.IsAbstract) && !method.IsSealed && IsVisible(method, type) ? method : null;
            }
        }

        return null;
    }

    private static bool IsVisible(IMethodSymbol method, INamedTypeSymbol derived) => method.DeclaredAccessibility switch
    {
        Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal => true,
        Accessibility.Internal or Accessibility.ProtectedAndInternal =>
            SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, derived.ContainingAssembly),
        _ => false,
    };
}
