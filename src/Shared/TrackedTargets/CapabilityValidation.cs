using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>Whether <c>[Trim]</c>, <c>[Offload]</c> and <c>[Persist]</c> methods can implement the runtime's interfaces for their class.</summary>
internal static class CapabilityValidation
{
    public static void Validate(TrackedTarget target, ImmutableArray<TargetProblem>.Builder problems)
    {
        var seen = new HashSet<Capability>();
        foreach (CapabilityMethod method in target.CapabilityMethods)
        {
            if (UnsupportedReason(target, method, isFirst: seen.Add(method.Capability)) is { } reason)
            {
                Location location = method.Method.Locations.FirstOrDefault() ?? Location.None;
                problems.Add(new TargetProblem(RuleIds.CapabilityMethodSignature, location, method.AttributeName, method.Method.Name, reason));
            }
        }
    }

    /// <summary>What is wrong with the shape of a method that is called for this; null if nothing is.</summary>
    internal static string? WrongShape(CapabilityMethod method)
    {
        if (method.Signature is not null)
            return null;

        string expected = CapabilitySignature.Expected(method.Method, method.Capability);
        return $"write '{expected}'; a task and a last token are allowed";
    }

    private static string? UnsupportedReason(TrackedTarget target, CapabilityMethod method, bool isFirst)
    {
        if (target.Attribute is null)
            return $"'{target.Type.Name}' is not tracked; mark it [TrackedResource], or name a resource type in [{method.AttributeName}]";
        if (WrongShape(method) is { } reason)
            return reason;
        if (method.Method.IsStatic && !IsSelfOrBase(method.Signature!.Resource, target.Type))
            return $"its first parameter must be '{target.Type.Name}'; for another class, name a resource type in [{method.AttributeName}]";
        if (!isFirst || ImplementsItself(target.Type, method.Capability))
            return "the class has one already; keep one";
        if (method.Method.IsObsoleteWithError() && !target.Type.IsObsolete())
            return "it is obsolete with an error, which generated code would get; remove one of the attributes";

        return null;
    }

    /// <summary>An explicit implementation of the interface leaves no room for a generated one; a public method is what that one may call.</summary>
    private static bool ImplementsItself(INamedTypeSymbol type, Capability capability) => type.GetMembers().OfType<IMethodSymbol>().Any(method =>
        method.ExplicitInterfaceImplementations.Any(implemented => implemented.ContainingType.HasFullName(ContractOf(capability))) && !method.IsGeneratedByUs());

    /// <summary>The runtime's interface for what a class can do besides being released.</summary>
    public static string ContractOf(Capability capability) => capability switch
    {
        Capability.Trim => WellKnownNames.Trimmable,
        Capability.Offload => WellKnownNames.Offloadable,
        _ => WellKnownNames.Persistable,
    };

    private static bool IsSelfOrBase(ITypeSymbol? resource, INamedTypeSymbol type)
    {
        if (resource is { TypeKind: TypeKind.Interface })
            return type.AllInterfaces.Contains(resource, SymbolEqualityComparer.Default);
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, resource))
                return true;
        }

        return false;
    }
}
