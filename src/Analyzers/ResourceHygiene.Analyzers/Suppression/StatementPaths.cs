using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Suppression;

/// <summary>What the structure of a body says about which of its operations are reached. Refuses what it does not know.</summary>
internal static class StatementPaths
{
    /// <summary>True when whoever comes to an operation comes to a child of it; conditions are asked elsewhere.</summary>
    public static bool IsAlwaysReached(IOperation child, IOperation parent) => parent switch
    {
        ITryOperation @try => child != @try.Body || @try.Catches.IsEmpty || child is IBlockOperation { Operations.Length: 1 },
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } binary => child == binary.LeftOperand,
        ICoalesceOperation coalesce => child == coalesce.Value,
        ICoalesceAssignmentOperation assignment => child == assignment.Target,
        IConditionalOperation or IConditionalAccessOperation => false,
        ILoopOperation or ISwitchOperation or ISwitchCaseOperation or ISwitchExpressionOperation or ISwitchExpressionArmOperation or ICatchClauseOperation
            or IAnonymousFunctionOperation or ILocalFunctionOperation or ILabeledOperation => false,
        _ => true,
    };

    /// <summary>True when a statement may end the body before what comes after it.</summary>
    public static bool MayLeave(IOperation statement) => ReleaseSubject.OwnOperations(statement).Any(static operation => operation switch
    {
        IReturnOperation or IThrowOperation => true,
        IBranchOperation { BranchKind: BranchKind.GoTo } => true,
        _ => false,
    });
}
