using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>What a tracked class can do besides being released.</summary>
internal enum Capability
{
    Trim,
    Offload,
    Persist,
}

/// <summary>A method marked with one of the capability attributes.</summary>
internal sealed record CapabilityMethod(Capability Capability, IMethodSymbol Method)
{
    /// <summary>The method as it has to look, for messages.</summary>
    public string ExpectedSignature => Capability == Capability.Trim
        ? $"long {Method.Name}(TrimRequest request)"
        : $"void {Method.Name}(ReleaseContext context)";

    public bool HasExpectedSignature =>
        Method is { IsStatic: false, Arity: 0, RefKind: RefKind.None, MethodKind: MethodKind.Ordinary, Parameters: [{ RefKind: RefKind.None or RefKind.In } parameter] }
        && Method.ReturnType.SpecialType == (Capability == Capability.Trim ? SpecialType.System_Int64 : SpecialType.System_Void)
        && parameter.Type.HasFullName(Capability == Capability.Trim ? WellKnownNames.TrimRequest : WellKnownNames.ReleaseContext)
        // The interface call is not awaited: what an async void method throws would be lost.
        && !Method.IsAsync;

    public static CapabilityMethod? Read(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.Ordinary)
            return null;

        foreach (AttributeData attribute in method.GetAttributes())
        {
            INamedTypeSymbol? type = attribute.AttributeClass;
            if (type.HasFullName(WellKnownNames.TrimAttribute))
                return new CapabilityMethod(Capability.Trim, method);
            if (type.HasFullName(WellKnownNames.OffloadAttribute))
                return new CapabilityMethod(Capability.Offload, method);
            if (type.HasFullName(WellKnownNames.PersistAttribute))
                return new CapabilityMethod(Capability.Persist, method);
        }

        return null;
    }
}
