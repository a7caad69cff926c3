using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>What the call of a delegate runs, where the delegate is a local that never holds anything but one lambda or method.</summary>
internal static class LocalDelegates
{
    /// <summary>The lambda, or the reference to a method; null where the delegate may hold anything else.</summary>
    public static IOperation? FunctionOf(IInvocationOperation call)
    {
        if (call.Instance is not ILocalReferenceOperation { Local: { RefKind: RefKind.None } local })
            return null;
        IOperation root = call;
        while (root.Parent is { } parent)
            root = parent;
        IOperation? function = null;
        foreach (IOperation operation in root.Descendants())
        {
            switch (operation)
            {
                // Only what stands before the call, so that two delegates in half-written code do not call each other for ever.
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local):
                    function = declarator.Syntax.Span.End <= call.Syntax.SpanStart ? FunctionIn(value) : null;
                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation target } when SymbolEqualityComparer.Default.Equals(target.Local, local):
                case IArgumentOperation { Parameter.RefKind: not RefKind.None, Value: ILocalReferenceOperation passed } when SymbolEqualityComparer.Default.Equals(passed.Local, local):
                case IDeconstructionAssignmentOperation when operation.Descendants().Any(part => part is ILocalReferenceOperation set && SymbolEqualityComparer.Default.Equals(set.Local, local)):
                    return null;
                default:
                    break;
            }
        }

        return function;
    }

    private static IOperation? FunctionIn(IOperation value) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => FunctionIn(conversion.Operand),
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation or IMethodReferenceOperation } creation => creation.Target,
        _ => null,
    };
}
