using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>What the runtime may ask of a method.</summary>
internal enum Capability
{
    Trim,
    Offload,
    Persist,
    Release,
    Clean,
}

/// <summary>A method marked with one of the capability attributes.</summary>
internal sealed record CapabilityMethod(Capability Capability, IMethodSymbol Method, AttributeData Attribute)
{
    /// <summary>The attribute's name as it is written.</summary>
    public string AttributeName => Capability switch
    {
        Capability.Release => "ReleaseHandler",
        Capability.Clean => "Cleaner",
        _ => Capability.ToString(),
    };

    /// <summary>
    /// Whether it is registered when the assembly is loaded, for resources of a type or with the cleaners. If not, it belongs to
    /// the tracked class that it stands in, and implements one of the runtime's interfaces there.
    /// </summary>
    public bool IsRegistered => Capability is Capability.Release or Capability.Clean || Attribute.ConstructorArguments.Length > 0;

    /// <summary>The resource type that it is registered for; null where there is none.</summary>
    public string? ResourceType => Attribute.ConstructorArguments is [{ Value: string type }] ? type : null;

    /// <summary>How it is called; null where it has a shape that cannot be.</summary>
    public CapabilitySignature? Signature => CapabilitySignature.Read(Method, Capability);

    /// <summary>What a method is marked with; mostly nothing.</summary>
    public static ImmutableArray<CapabilityMethod> ReadAll(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Ordinary ? Marks(method) : ImmutableArray<CapabilityMethod>.Empty;

    /// <summary>What is marked in vain, as it cannot be called by a name: an accessor, an operator, a local function.</summary>
    public static ImmutableArray<CapabilityMethod> ReadMisplaced(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Ordinary ? ImmutableArray<CapabilityMethod>.Empty : Marks(method);

    private static ImmutableArray<CapabilityMethod> Marks(IMethodSymbol method)
    {
        ImmutableArray<CapabilityMethod> found = ImmutableArray<CapabilityMethod>.Empty;
        foreach (AttributeData attribute in method.GetAttributes())
        {
            // A part of the method that was generated repeats what the user's says.
            if (CapabilityOf(attribute.AttributeClass) is { } capability && !found.Any(other => other.Capability == capability))
                found = found.Add(new CapabilityMethod(capability, method, attribute));
        }

        return found;
    }

    private static Capability? CapabilityOf(INamedTypeSymbol? attribute) => attribute?.Name switch
    {
        "TrimAttribute" when attribute.HasFullName(WellKnownNames.TrimAttribute) => Capability.Trim,
        "OffloadAttribute" when attribute.HasFullName(WellKnownNames.OffloadAttribute) => Capability.Offload,
        "PersistAttribute" when attribute.HasFullName(WellKnownNames.PersistAttribute) => Capability.Persist,
        "ReleaseHandlerAttribute" when attribute.HasFullName(WellKnownNames.ReleaseHandlerAttribute) => Capability.Release,
        "CleanerAttribute" when attribute.HasFullName(WellKnownNames.CleanerAttribute) => Capability.Clean,
        _ => null,
    };
}
