using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Generators.Benchmarks.Driving;

/// <summary>
/// What any generator pays that asks for types with an attribute: the compiler's driver finds them again after every
/// edit and binds the attribute. It makes nothing of them.
/// </summary>
public sealed class DriverAlone : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var names = context.SyntaxProvider.ForAttributeWithMetadataName(
            "ResourceHygiene.TrackedResourceAttribute",
            static (_, _) => true,
            static (found, _) => found.TargetSymbol.MetadataName);

        context.RegisterSourceOutput(names, static (_, _) => { });
    }
}
