using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>
/// Whether a member that is declared as a mere <c>IEnumerable</c> holds its elements: nobody outside the type can set it, and
/// all that the type puts into it is a collection by its looks. A query or an iterator would make new elements when it is
/// enumerated for their release. Looks at the text only, as the generator asks this on each edit.
/// </summary>
internal static class KnownShape
{
    /// <summary>Whether the type of a member leaves open what it holds, so that bodies are looked at.</summary>
    public static bool IsAskedFor(ReleasedMember member) =>
        member.Type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T;

    public static bool IsMaterialized(ISymbol member, CancellationToken cancellationToken)
    {
        if (!IsSetOnlyByItsType(member))
            return false;

        bool isAssigned = false;
        foreach (SyntaxReference part in member.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (SyntaxNode node in part.GetSyntax(cancellationToken).DescendantNodes())
            {
                if (ValueFor(member, node) is not { } value)
                    continue;
                if (!HoldsItsElements(value))
                    return false;
                isAssigned = true;
            }
        }

        return isAssigned;
    }

    private static bool IsSetOnlyByItsType(ISymbol member) => member switch
    {
        IFieldSymbol field => field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private,
        IPropertySymbol { SetMethod: null } => true,
        IPropertySymbol { SetMethod: { IsInitOnly: false, DeclaredAccessibility: Accessibility.Private } } => true,
        _ => false,
    };

    /// <summary>What a node puts into the member; null if it does not touch it. A name counts wherever it stands: rather one too many.</summary>
    private static ExpressionSyntax? ValueFor(ISymbol member, SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var value, Parent.Parent: FieldDeclarationSyntax } variable
            when variable.Identifier.ValueText == member.Name => value,
        PropertyDeclarationSyntax { Initializer.Value: var value } property when property.Identifier.ValueText == member.Name => value,
        AssignmentExpressionSyntax assignment when NameOf(assignment.Left) == member.Name => assignment.Right,
        // Somebody else assigns, or part of a pair is: unknown.
        ArgumentSyntax argument when IsWritten(argument) && NameOf(argument.Expression) == member.Name => argument.Expression,
        _ => null,
    };

    private static bool IsWritten(ArgumentSyntax argument) =>
        !argument.RefKindKeyword.IsKind(SyntaxKind.None)
        || argument.Parent is TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } && assignment.Left == argument.Parent;

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } => name.Identifier.ValueText,
        _ => null,
    };

    private static bool HoldsItsElements(ExpressionSyntax value) => value switch
    {
        ParenthesizedExpressionSyntax inner => HoldsItsElements(inner.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner => HoldsItsElements(inner.Operand),
        CastExpressionSyntax cast => HoldsItsElements(cast.Expression),
        ConditionalExpressionSyntax choice => HoldsItsElements(choice.WhenTrue) && HoldsItsElements(choice.WhenFalse),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } choice => HoldsItsElements(choice.Left) && HoldsItsElements(choice.Right),
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.NullLiteralExpression) || literal.IsKind(SyntaxKind.DefaultLiteralExpression),
        ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or CollectionExpressionSyntax => true,
        ObjectCreationExpressionSyntax => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method } } => IsCopying(method),
        _ => false,
    };

    private static bool IsCopying(string method) => method is "ToList" or "ToArray" or "ToHashSet" or "ToDictionary" or "ToLookup"
        || method.StartsWith("ToImmutable", StringComparison.Ordinal)
        || method.StartsWith("ToFrozen", StringComparison.Ordinal);
}
