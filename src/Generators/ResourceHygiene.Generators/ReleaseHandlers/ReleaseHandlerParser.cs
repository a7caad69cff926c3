using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.ReleaseHandlers;

/// <summary>Turns a method marked <c>[ReleaseHandler]</c> into its model; nothing when the method has a problem.</summary>
internal static class ReleaseHandlerParser
{
    public static bool IsCandidate(SyntaxNode node, CancellationToken cancellationToken) => node is MethodDeclarationSyntax;

    public static ReleaseHandlerModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        AttributeData attribute = context.Attributes[0];
        if (context.TargetSymbol is not IMethodSymbol method || ReleaseHandlerValidation.Validate(method, attribute) is not null)
            return null;

        return new ReleaseHandlerModel(
            ResourceType: (string)attribute.ConstructorArguments[0].Value!,
            ResourceClass: SymbolText.Qualified(method.Parameters[0].Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            Method: $"{SymbolText.Qualified(method.ContainingType)}.{SymbolText.Identifier(method.Name)}",
            TakesContextByReference: method.Parameters[1].RefKind == RefKind.In,
            Async: ReleaseHandlerValidation.AsyncKindOf(method));
    }
}
