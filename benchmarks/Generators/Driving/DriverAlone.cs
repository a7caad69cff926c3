using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Generators.Benchmarks.Driving;

/// <summary>
/// What any generator pays that asks for types with an attribute and adds a file for each: after every edit the compiler's driver finds them
/// again, binds the attribute, and looks each file's name up among all the others. The files are empty.
/// </summary>
public sealed class DriverAlone : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var names = context.SyntaxProvider.ForAttributeWithMetadataName(
            "ResourceHygiene.TrackedResourceAttribute",
            static (_, _) => true,
            static (found, _) => found.TargetSymbol is INamedTypeSymbol type ? type.ToDisplayString() : "");

        context.RegisterSourceOutput(names, static (output, name) =>
        {
            // A property's attribute is found as well; its file would be its type's.
            if (name.Length > 0)
                output.AddSource(name + ".g.cs", SourceText.From("// nothing", Encoding.UTF8));
        });
    }
}
