using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Scopes;

/// <summary>Where in a program something is made: what decides how much it costs when no scope owns it.</summary>
internal static class ScopedContext
{
    /// <summary>
    /// True where it is made again and again, or where no caller can hold a scope for it: in loops, lambdas, async methods, entry
    /// points and handlers of events.
    /// </summary>
    public static bool IsHot(IOperation operation)
    {
        IMethodSymbol? method = MethodOf(operation, out bool isInLambda);
        if (isInLambda)
            return true;
        if (IsForward(method))
            return false;
        return LoopAround(operation) is not null || method is { IsAsync: true } || IsEntry(method) || IsHandler(method);
    }

    /// <summary>The method of a module that computes its result, in which an operation runs; null for any other.</summary>
    public static IMethodSymbol? ForwardOf(IOperation operation) => MethodOf(operation, out bool isInLambda) is { } method && !isInLambda && IsForward(method) ? method : null;

    /// <summary>The innermost loop of the same function whose rounds run an operation.</summary>
    public static ILoopOperation? LoopAround(IOperation operation)
    {
        IOperation child = operation;
        for (IOperation? current = operation.Parent; current is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; current = current.Parent)
        {
            if (current is ILoopOperation loop && IsRepeatedPart(loop, child))
                return loop;
            child = current;
        }

        return null;
    }

    private static bool IsRepeatedPart(ILoopOperation loop, IOperation part) => loop switch
    {
        IForEachLoopOperation each => part == each.Body,
        IForLoopOperation counted => !counted.Before.Contains(part),
        _ => true,
    };

    private static IMethodSymbol? MethodOf(IOperation operation, out bool isInLambda)
    {
        isInLambda = false;
        ISymbol? symbol = operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } nested)
        {
            isInLambda |= nested.MethodKind == MethodKind.AnonymousFunction;
            symbol = nested.ContainingSymbol;
        }

        return symbol as IMethodSymbol;
    }

    private static bool IsForward(IMethodSymbol? method) =>
        method is { Name: "forward" or "call", IsStatic: false } && ScopeMembers.IsModule(method.ContainingType);

    private static bool IsEntry(IMethodSymbol? method) => method is { IsStatic: true, Name: "Main" or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName };

    private static bool IsHandler(IMethodSymbol? method) =>
        method is { ReturnsVoid: true, Parameters: [{ Type.SpecialType: SpecialType.System_Object }, { Type.Name: { } name }] } && name.EndsWith("EventArgs", StringComparison.Ordinal);
}
