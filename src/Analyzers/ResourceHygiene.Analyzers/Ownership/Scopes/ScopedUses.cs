using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Scopes;

/// <summary>What the operators and indexers of resources that belong to scopes do: they read their operands and make something new.</summary>
internal static class ScopedUses
{
    /// <summary>The user-defined operator that an operation calls; null where it calls none.</summary>
    public static IMethodSymbol? OperatorOf(IOperation? operation) => operation switch
    {
        IBinaryOperation binary => binary.OperatorMethod,
        IUnaryOperation unary => unary.OperatorMethod,
        ICompoundAssignmentOperation compound => compound.OperatorMethod,
        IConversionOperation conversion => conversion.OperatorMethod,
        _ => null,
    };

    /// <summary>True when the parent of a value reads it and keeps nothing: an operand, an index, an assigned element.</summary>
    public static bool IsRead(IOperation value, OwnershipKnowledge knowledge)
    {
        if (!knowledge.Types.IsScoped(value.Type))
            return false;
        return OperatorOf(value.Parent) is not null || IsListed(value, knowledge)
            || value.Parent is IArgumentOperation { Parent: IPropertyReferenceOperation { Instance: { } indexed } } && knowledge.Types.IsScoped(indexed.Type)
            || value.Parent is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments.Length: > 0, Instance: { } target } } assignment && assignment.Value == value && knowledge.Types.IsScoped(target.Type);
    }

    // torch.cat(new[] { a, b }), torch.stack([a, b]), x[mask]: what is made of several is a handle of its own.
    private static bool IsListed(IOperation value, OwnershipKnowledge knowledge)
    {
        IOperation? list = value.Parent is IArrayInitializerOperation { Parent: IArrayCreationOperation array } ? array
            : value.Parent is { Syntax: CollectionExpressionSyntax } ? value.Parent
            : null;
        while (list?.Parent is IConversionOperation { OperatorMethod: null })
            list = list.Parent;
        return list?.Parent is IArgumentOperation argument && argument.Parent switch
        {
            IPropertyReferenceOperation { Instance: { } indexed } => knowledge.Types.IsScoped(indexed.Type),
            IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: true } method } => knowledge.Types.IsScoped(method.ReturnType) && !ScopeMembers.LetsGo(method, knowledge.Types),
            _ => false,
        };
    }

    /// <summary>What a reader calls the part of an expression that reads a value.</summary>
    public static string NameOf(IOperation user) => user switch
    {
        IConversionOperation => "conversion",
        IArgumentOperation { Parent: IPropertyReferenceOperation } or ISimpleAssignmentOperation => "[]",
        IArrayInitializerOperation => "new[]",
        { Syntax: BinaryExpressionSyntax binary } => binary.OperatorToken.ValueText,
        { Syntax: AssignmentExpressionSyntax assignment } => assignment.OperatorToken.ValueText,
        _ => "operator",
    };
}
