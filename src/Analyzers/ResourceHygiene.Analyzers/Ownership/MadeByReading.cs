using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>Properties in source whose getters make something new each time, which their reader owns.</summary>
internal static class MadeByReading
{
    /// <summary>False for properties whose getter is not certain to run, or whose text shows that it makes nothing. Asked before anything that costs more.</summary>
    public static bool MayBe(IPropertySymbol property) =>
        property is { IsIndexer: false, IsVirtual: false, IsAbstract: false, IsOverride: false, GetMethod: { } getter, ContainingType.TypeKind: TypeKind.Class or TypeKind.Struct }
        && getter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } declaration && Makes(declaration);

    /// <summary>True when the getter's body shows it.</summary>
    public static bool IsOne(IPropertySymbol property, OwnershipKnowledge knowledge, InferenceSession session) =>
        (knowledge.Types.TraitsOf(property.Type) is not null || (RawTypes.IsRaw(property.Type) && knowledge.MentionsGiver(property.GetMethod!.OriginalDefinition)))
        && knowledge.ContractOf(property.GetMethod!, session).Result == ResultRole.Owned;

    /// <summary>True for a declaration with a getter that may make something, by its looks.</summary>
    public static bool Declares(PropertyDeclarationSyntax property) =>
        !property.Modifiers.Any(static modifier => modifier.Kind() is SyntaxKind.VirtualKeyword or SyntaxKind.AbstractKeyword or SyntaxKind.OverrideKeyword)
        && ((SyntaxNode?)property.ExpressionBody ?? property.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration))) is { } getter && Makes(getter);

    // What it returns is, or came out of, a call; a body that sets a member caches.
    private static bool Makes(SyntaxNode getter)
    {
        bool calls = false;
        foreach (SyntaxNode node in getter.DescendantNodes())
        {
            if (node is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression })
                return false;
            calls |= node is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax;
        }

        return calls;
    }
}
