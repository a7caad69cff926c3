using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.ReleaseHandlers;

/// <summary>Turns a method that is to be registered into its model; nothing when the method has a problem, or belongs to a tracked class.</summary>
internal static class ReleaseHandlerParser
{
    private const int DefaultLevel = 2;

    public static bool IsCandidate(SyntaxNode node, CancellationToken cancellationToken) => node is MethodDeclarationSyntax;

    public static ReleaseHandlerModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        AttributeData attribute = context.Attributes[0];
        if (context.TargetSymbol is not IMethodSymbol method
            || CapabilityMethod.ReadAll(method).FirstOrDefault(other => IsOf(other, attribute)) is not { IsRegistered: true } handler
            || RegistrationValidation.Validate(handler) is not null)
        {
            return null;
        }

        return new ReleaseHandlerModel(
            Key: handler.ResourceType ?? NameOf(handler),
            ResourceClass: handler.Signature!.Resource is { } resource ? SymbolText.Qualified(resource.WithNullableAnnotation(NullableAnnotation.NotAnnotated)) : "",
            Depth: DepthOf(handler.Signature.Resource),
            Call: CapabilityCall.Of(handler),
            Cleaner: handler.Capability == Capability.Clean ? CleanerOf(handler.Attribute) : null);
    }

    private static bool IsOf(CapabilityMethod method, AttributeData attribute) =>
        SymbolEqualityComparer.Default.Equals(method.Attribute.AttributeClass, attribute.AttributeClass);

    private static int DepthOf(ITypeSymbol? resource)
    {
        // Everything is an object, interfaces too.
        int depth = resource is { TypeKind: TypeKind.Interface } ? 1 : 0;
        for (ITypeSymbol? above = resource?.BaseType; above is not null; above = above.BaseType)
            depth++;
        return depth + (resource?.AllInterfaces.Length ?? 0);
    }

    private static string NameOf(CapabilityMethod cleaner) =>
        cleaner.Attribute.NamedArgument<string?>("Name", null)
        ?? SymbolText.FullMetadataName(cleaner.Method.ContainingType).Replace('+', '.') + "." + cleaner.Method.Name;

    private static CleanerModel CleanerOf(AttributeData attribute) => new(
        attribute.NamedArgument("Level", DefaultLevel),
        attribute.NamedArgument("Priority", 0),
        RegistrationValidation.AfterOf(attribute).OfType<string>().ToEquatableArray());
}
