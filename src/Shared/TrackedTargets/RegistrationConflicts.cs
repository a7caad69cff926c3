using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>
/// Methods of one type that would be registered for the same, of which the last would silently take the others' place. Those of
/// other types are not looked for here: what is generated for one type would depend on all. RH8019 does.
/// </summary>
internal static class RegistrationConflicts
{
    /// <summary>What is wrong with a method that can be registered otherwise; null where no method declared before it is for the same.</summary>
    public static string? Find(CapabilityMethod handler, Func<CapabilityMethod, bool> canBeRegistered)
    {
        IMethodSymbol method = handler.Method.PartialDefinitionPart ?? handler.Method;
        foreach (IMethodSymbol other in method.ContainingType.GetMembers().OfType<IMethodSymbol>())
        {
            if (SymbolEqualityComparer.Default.Equals(other, method))
                return null;
            if (CapabilityMethod.ReadAll(other).Any(mark => IsForTheSame(mark, handler) && canBeRegistered(mark)))
            {
                return handler.Capability == Capability.Clean
                    ? $"'{NameOf(handler)}' is the name of another; set Name"
                    : $"'{other.Name}' is for the same type and class; keep one";
            }
        }

        return null;
    }

    /// <summary>What a method is registered for: equal for two of which one takes the other's place.</summary>
    /// <param name="handler">A method without problems.</param>
    public static (Capability Capability, string Key, ISymbol? Resource) SubjectOf(CapabilityMethod handler) => handler.Capability == Capability.Clean
        ? (Capability.Clean, handler.Attribute.NamedArgument<string?>("Name", null) ?? handler.Method.ToDisplayString(), null)
        : (handler.Capability, handler.ResourceType ?? "", handler.Signature?.Resource);

    private static bool IsForTheSame(CapabilityMethod one, CapabilityMethod other)
    {
        if (one.Capability != other.Capability || !one.IsRegistered || !other.IsRegistered)
            return false;

        return one.Capability == Capability.Clean
            ? NameOf(one) == NameOf(other)
            : one.ResourceType == other.ResourceType && SymbolEqualityComparer.Default.Equals(one.Signature?.Resource, other.Signature?.Resource);
    }

    /// <summary>Within a type; in full the type's name goes before a method's.</summary>
    private static string NameOf(CapabilityMethod cleaner) => cleaner.Attribute.NamedArgument<string?>("Name", null) ?? cleaner.Method.Name;
}
