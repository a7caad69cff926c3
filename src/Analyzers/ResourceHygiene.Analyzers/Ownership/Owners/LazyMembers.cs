using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>Members of type <c>Lazy&lt;T&gt;</c>: what such a member owns is what its factory makes.</summary>
internal static class LazyMembers
{
    /// <summary>The T of <c>Lazy&lt;T&gt;</c>; null for every other type.</summary>
    public static ITypeSymbol? ContentOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Lazy", TypeArguments: [var content], ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } ? content : null;

    /// <summary>The read of the value in a mention of the member; null where the mention does something else.</summary>
    public static IPropertyReferenceOperation? ReadOf(IOperation mention) =>
        mention.Parent is IPropertyReferenceOperation { Property.Name: "Value" } read && read.Instance == mention ? read : null;

    /// <summary>True for a mention that asks only whether there is a value.</summary>
    public static bool OnlyAsks(IOperation mention) =>
        mention.Parent is IPropertyReferenceOperation { Property.Name: "IsValueCreated" } read && read.Instance == mention;

    /// <summary>What the factory of a new <c>Lazy&lt;T&gt;</c> yields, one for each place where it returns; null where it is not written there.</summary>
    public static IEnumerable<IOperation>? Products(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value is IObjectCreationOperation { Arguments: [{ Value: IDelegateCreationOperation { Target: IAnonymousFunctionOperation factory } }, ..] }
            ? factory.Body.Descendants().OfType<IReturnOperation>().Where(made => SymbolEqualityComparer.Default.Equals(FlowBody.EnclosingFunction(made), factory.Symbol)).Select(static made => made.ReturnedValue).OfType<IOperation>()
            : null;
    }
}
