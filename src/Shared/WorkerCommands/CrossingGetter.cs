using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Shared.WorkerCommands;

/// <summary>What the getter of a property does, as far as its text tells; where there is no text, nobody knows, and nothing is said.</summary>
internal static class CrossingGetter
{
    /// <summary>
    /// Whether the value comes from more than the field that it is kept in: a call, or other state of the object. What is only created
    /// when it is first wanted comes from nothing.
    /// </summary>
    public static bool Computes(IPropertySymbol property, IFieldSymbol field) => TextOf(property) is not { } getter || getter.DescendantNodes().Any(node => node switch
    {
        InvocationExpressionSyntax or BaseExpressionSyntax => true,
        ThisExpressionSyntax { Parent: not MemberAccessExpressionSyntax } => true,
        IdentifierNameSyntax { Identifier.ValueText: var name } => name != field.Name && IsOfTheObject(name, property.ContainingType),
        _ => false,
    });

    /// <summary>Whether the getter of an override asks what it overrides.</summary>
    public static bool AsksBase(IPropertySymbol property) => TextOf(property)?.DescendantNodes().Any(static node => node is BaseExpressionSyntax) == true;

    private static SyntaxNode? TextOf(IPropertySymbol property) => property.GetMethod?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();

    private static bool IsOfTheObject(string name, INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).Any(static member => member is { IsStatic: false } and not ITypeSymbol))
                return true;
        }

        // Parameters of a primary constructor are no members.
        return type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => parameter.Name == name));
    }
}
