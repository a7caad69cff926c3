using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>Whether a method that is to be registered when the assembly is loaded can be called from generated code.</summary>
internal static class RegistrationValidation
{
    private const int MinLevel = 1;
    private const int MaxLevel = 4;

    /// <summary>The method's problem; null if it can be registered.</summary>
    public static TargetProblem? Validate(CapabilityMethod handler)
    {
        IMethodSymbol method = handler.Method;
        Location location = method.Locations.FirstOrDefault() ?? Location.None;
        if (InvalidValue(handler, location) is { } invalid)
            return invalid;
        return (UnsupportedReason(handler) ?? RegistrationConflicts.Find(handler, IsFreeOfProblems)) is { } reason
            ? ProblemOf(handler, location, method.Name, reason)
            : null;
    }

    /// <summary>The problem of what is no method that has a name to be called by, such as an accessor or a local function.</summary>
    public static TargetProblem Misplaced(CapabilityMethod handler) => ProblemOf(
        handler,
        handler.Method.Locations.FirstOrDefault() ?? Location.None,
        handler.Method.Name,
        "only a method of a type can be called, by its own name; mark one");

    /// <summary>Whether its class has no instance that it could be called on, which it does not need where it is static.</summary>
    public static bool LacksInstance(CapabilityMethod handler) => !handler.Method.IsStatic && WrongInstance(handler) is not null;

    private static TargetProblem ProblemOf(CapabilityMethod handler, Location location, string name, string reason) =>
        handler.Capability == Capability.Release
            ? new TargetProblem(RuleIds.ReleaseHandlerSignature, location, name, reason)
            : new TargetProblem(RuleIds.CapabilityMethodSignature, location, handler.AttributeName, name, reason);

    private static bool IsFreeOfProblems(CapabilityMethod handler) => InvalidValue(handler, Location.None) is null && UnsupportedReason(handler) is null;

    /// <summary>The names in <c>After</c> of a cleaner's attribute.</summary>
    public static ImmutableArray<string?> AfterOf(AttributeData attribute)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument is { Key: "After", Value: { Kind: TypedConstantKind.Array, IsNull: false } names })
                return names.Values.Select(static name => name.Value as string).ToImmutableArray();
        }

        return ImmutableArray<string?>.Empty;
    }

    private static TargetProblem? InvalidValue(CapabilityMethod handler, Location location)
    {
        if (handler.Capability != Capability.Clean)
        {
            return string.IsNullOrWhiteSpace(handler.ResourceType)
                ? new TargetProblem(RuleIds.InvalidAttributeValue, location, "type", "empty", "name the resource type that the handler releases")
                : null;
        }

        string? name = handler.Attribute.NamedArgument<string?>("Name", null);
        if (name is not null && string.IsNullOrWhiteSpace(name))
            return new TargetProblem(RuleIds.InvalidAttributeValue, location, "Name", "empty", "name the cleaner, or leave it out for the name of its method");
        if (handler.Attribute.NamedArgument("Level", MinLevel) is < MinLevel or > MaxLevel)
            return new TargetProblem(RuleIds.InvalidAttributeValue, location, "Level", "no level", "use one of CleanupLevel, from Low to Critical");

        ImmutableArray<string?> after = AfterOf(handler.Attribute);
        if (after.Any(string.IsNullOrWhiteSpace))
            return new TargetProblem(RuleIds.InvalidAttributeValue, location, "After", "empty in one place", "name a cleaner, or take the entry out");
        return name is not null && after.Contains(name)
            ? new TargetProblem(RuleIds.InvalidAttributeValue, location, "After", $"'{name}', the cleaner itself", "name cleaners that go before it")
            : null;
    }

    private static string? UnsupportedReason(CapabilityMethod handler)
    {
        IMethodSymbol method = handler.Method;
        if (CompilationNeeds.WhatIsMissingFor(method) is { } missing)
            return missing;
        if (method.Arity > 0 || IsInGenericType(method))
            return "generic handlers cannot be registered; name the class that it is for";
        if (CapabilityValidation.WrongShape(handler) is { } wrongShape)
            return wrongShape;
        // An extension block is no type that its static members could be called on; newer compilers show it as a nameless one.
        if (method.ContainingType.Name.Length == 0 || !method.ContainingType.CanBeReferencedByName)
            return "generated code cannot call into an extension block; move it out";
        if (method is { IsStatic: true, IsAbstract: true } or { IsStatic: true, IsVirtual: true })
            return "static and abstract or virtual, it has no class to be called on; mark a method that has";
        if (method.IsObsoleteWithError())
            return "it is obsolete with an error, which generated code would get; remove one of the attributes";
        if (method.IsStatic && handler.Signature!.Resource is { IsReferenceType: false })
            return "a struct cannot be found by its type; leave the type out in a tracked struct, or take a class";
        if (!method.IsStatic && WrongInstance(handler) is { } wrongInstance)
            return wrongInstance;
        if (!IsReachable(method))
            return "generated code must reach it; make it and its containing types internal or public";
        if (handler.Signature?.Resource is { } resource && !IsReachable(resource))
            return "generated code must reach the resource's class; make it internal or public";

        return null;
    }

    private static string? WrongInstance(CapabilityMethod handler)
    {
        INamedTypeSymbol type = handler.Method.ContainingType;
        if (!type.IsReferenceType)
            return $"'{type.Name}' has no instance that others could clean or release; make the method static";

        bool isTracked = IsTracked(type);
        if (handler.Capability == Capability.Clean)
            return isTracked ? null : $"no instance of '{type.Name}' is registered; make it static, or mark the class [TrackedResource]";
        if (!isTracked)
            return null;

        return handler.Capability == Capability.Release
            ? $"'{type.Name}' is tracked and releases itself; write OnReleasing or OnReleased instead"
            : $"'{type.Name}' is tracked and has a type already; leave it out of [{handler.AttributeName}]";
    }

    private static bool IsTracked(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.FindAttribute(WellKnownNames.TrackedResourceAttribute) is not null)
                return true;
        }

        return false;
    }

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
