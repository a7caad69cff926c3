using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Generators.TrackedResources.Sizes;

/// <summary>TorchSharp's types by name, with the members that generated code uses; versions that lack one are left alone.</summary>
internal static class TorchTypes
{
    public static bool IsTensor(ITypeSymbol type) =>
        Find(type, "Tensor", static container => container is { Name: "torch", ContainingType: null }) is { } tensor
        && HasMembers(tensor, "NumberOfElements", "ElementSize", "device_type", "device_index");

    public static bool IsModule(ITypeSymbol type) =>
        Find(type, "Module", static container => container is { Name: "nn", ContainingType: { Name: "torch", ContainingType: null } }) is { } module
        && HasMembers(module, "parameters", "buffers");

    /// <summary>The type itself or the base that is the library's.</summary>
    private static ITypeSymbol? Find(ITypeSymbol type, string name, Func<INamedTypeSymbol, bool> isContainer)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.MetadataName == name
                && current.ContainingType is { } container
                && isContainer(container)
                && current.ContainingNamespace is { Name: "TorchSharp", ContainingNamespace.IsGlobalNamespace: true })
            {
                return current;
            }
        }

        return null;
    }

    private static bool HasMembers(ITypeSymbol type, params string[] names) =>
        names.All(name => type.GetMembers(name).Any(static member => member is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }));
}
