using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>Whether a method marked <c>[ReleaseHandler]</c> can be registered from generated code.</summary>
internal static class ReleaseHandlerValidation
{
    /// <summary>The method's problem; null if it can be registered.</summary>
    public static TargetProblem? Validate(IMethodSymbol method, AttributeData attribute)
    {
        Location location = method.Locations.FirstOrDefault() ?? Location.None;
        if (attribute.ConstructorArguments is not [{ Value: string type }] || string.IsNullOrWhiteSpace(type))
            return new TargetProblem(RuleIds.InvalidAttributeValue, location, "type", "empty", "name the resource type that the handler releases");

        return UnsupportedReason(method) is { } reason
            ? new TargetProblem(RuleIds.ReleaseHandlerSignature, location, method.Name, reason)
            : null;
    }

    /// <summary>How an asynchronous handler gives its outcome; none where the method is synchronous, or no handler at all.</summary>
    public static AsyncHandlerKind AsyncKindOf(IMethodSymbol method)
    {
        if (method.ReturnType is not INamedTypeSymbol { TypeArguments: [var outcome] } task || !outcome.HasFullName(WellKnownNames.ReleaseOutcome))
            return AsyncHandlerKind.None;

        return task.HasFullName("System.Threading.Tasks.ValueTask`1") ? AsyncHandlerKind.ValueTask
            : task.HasFullName("System.Threading.Tasks.Task`1") ? AsyncHandlerKind.Task
            : AsyncHandlerKind.None;
    }

    private static string? UnsupportedReason(IMethodSymbol method)
    {
        if (!HasExpectedSignature(method))
            return $"write 'static ReleaseOutcome {method.Name}(TResource resource, in ReleaseContext context)', TResource a class";
        if (method.Arity > 0 || IsInGenericType(method))
            return "generic handlers cannot be registered; name the class that it releases";
        // An extension block is no type that its static members could be called on; newer compilers show it as a nameless one.
        if (method.ContainingType.Name.Length == 0 || !method.ContainingType.CanBeReferencedByName)
            return "generated code cannot call into an extension block; move it out";
        if (method.FindAttribute("System.ObsoleteAttribute") is { ConstructorArguments: [_, { Value: true }] })
            return "it is obsolete with an error, which generated code would get; remove one of the attributes";
        if (!IsReachable(method))
            return "generated code must reach it; make it and its containing types internal or public";
        if (!IsReachable(method.Parameters[0].Type))
            return "generated code must reach the resource's class; make it internal or public";

        return null;
    }

    private static bool HasExpectedSignature(IMethodSymbol method) =>
        method is { IsStatic: true, MethodKind: MethodKind.Ordinary, RefKind: RefKind.None, Parameters: [{ RefKind: RefKind.None } resource, { RefKind: RefKind.In or RefKind.None } context] }
        && (method.ReturnType.HasFullName(WellKnownNames.ReleaseOutcome) || AsyncKindOf(method) != AsyncHandlerKind.None)
        && resource.Type is { IsReferenceType: true, TypeKind: not TypeKind.Dynamic }
        && context.Type.HasFullName(WellKnownNames.ReleaseContext);

    private static bool IsInGenericType(IMethodSymbol method)
    {
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.Arity > 0)
                return true;
        }

        return false;
    }

    /// <summary>Whether code elsewhere in the same assembly can name the symbol.</summary>
    private static bool IsReachable(ISymbol symbol)
    {
        if (symbol is IArrayTypeSymbol array)
            return IsReachable(array.ElementType);
        if (symbol is INamedTypeSymbol { IsFileLocal: true })
            return false;
        if (symbol is INamedTypeSymbol named && !named.TypeArguments.All(IsReachable))
            return false;

        // A resource's class may come from another assembly, whose internals the compiler has already refused.
        bool visible = symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal or Accessibility.NotApplicable;
        return visible && (symbol.ContainingType is null || IsReachable(symbol.ContainingType));
    }
}

/// <summary>What an asynchronous release handler returns.</summary>
internal enum AsyncHandlerKind
{
    None,
    ValueTask,
    Task,
}
