using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>In which ways a delegate gets to somebody who calls it after the scope that it was made in.</summary>
internal static class DelegateUse
{
    /// <summary>How the words begin that say in what a delegate is stored.</summary>
    public const string StoredIn = "stored in";

    // Called when the process ends, or as long as it lives.
    private static readonly string[] s_processWide = { "Console", "AppDomain", "AssemblyLoadContext", "TaskScheduler", "Environment", "SystemEvents" };
    private static readonly string[] s_scheduling = { "QueueUserWorkItem", "UnsafeQueueUserWorkItem", "RegisterWaitForSingleObject" };

    /// <summary>How, in words that follow "a delegate that is"; null where it stays or nobody knows.</summary>
    public static string? Of(ExpressionSyntax function, ReleaseScope scope, AsyncFile file, bool followsLocals)
    {
        ExpressionSyntax value = Outermost(function);
        switch (value.Parent)
        {
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } subscription when subscription.Right == value:
                return scope.Contains(subscription) && OutlivesScope(subscription.Left, scope, file) && !IsUndone(subscription, scope)
                    ? $"subscribed to '{Functions.RightmostName(subscription.Left)}'"
                    : null;
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment when assignment.Right == value:
                return Stored(assignment, scope, file, followsLocals);
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } when followsLocals:
                return OutlivingDelegate.OfName(declarator.Identifier.ValueText, declarator, scope, file);
            case ReturnStatementSyntax returned:
                return scope.HoldsOnReturn && Functions.Around(returned) == scope.Function && scope.Contains(returned) ? "returned" : null;
            case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: ExpressionSyntax call } } argument:
                return Passed(argument, call, scope, file);
            default:
                return null;
        }
    }

    // (EventHandler)(…), new EventHandler(…), a ?? …
    private static ExpressionSyntax Outermost(ExpressionSyntax value)
    {
        while (true)
        {
            switch (value.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or ConditionalExpressionSyntax:
                    value = (ExpressionSyntax)value.Parent;
                    break;
                case ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: ObjectCreationExpressionSyntax creation } } when IsDelegateName(Functions.RightmostName(creation)):
                    value = creation;
                    break;
                default:
                    return value;
            }
        }
    }

    private static bool IsDelegateName(string? name) =>
        name is not null && (name is "Action" or "Func" || name.EndsWith("Handler", StringComparison.Ordinal) || name.EndsWith("Callback", StringComparison.Ordinal) || name.EndsWith("Delegate", StringComparison.Ordinal));

    private static string? Stored(AssignmentExpressionSyntax assignment, ReleaseScope scope, AsyncFile file, bool followsLocals)
    {
        if (file.SymbolOf(assignment.Left) is ILocalSymbol local)
            return followsLocals ? OutlivingDelegate.OfName(local.Name, assignment, scope, file) : null;
        return scope.Contains(assignment) && file.SymbolOf(assignment.Left) is IFieldSymbol or IPropertySymbol
            && IsOwnOrStatic(assignment.Left, file) && OutlivesScope(assignment.Left, scope, file) && !IsUndone(assignment, scope)
            ? $"{StoredIn} '{Functions.RightmostName(assignment.Left)}'"
            : null;
    }

    // An option of an object that was passed in may be read only as long as this method runs.
    private static bool IsOwnOrStatic(ExpressionSyntax member, AsyncFile file) =>
        member is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } || file.SymbolOf(member) is { IsStatic: true };

    private static string? Passed(ArgumentSyntax argument, ExpressionSyntax call, ReleaseScope scope, AsyncFile file)
    {
        if (!scope.Contains(call))
            return null;
        switch (call)
        {
            case InvocationExpressionSyntax scheduled when s_scheduling.Contains(Functions.RightmostName(scheduled), StringComparer.Ordinal):
                return IsSignalled(scope) ? null : $"scheduled by '{Functions.RightmostName(scheduled)}'";
            case InvocationExpressionSyntax query when file.MethodOf(query) is { } method && DeferredQueries.IsDeferred(method):
                return IsReturned(query, scope, file) ? "part of the returned query" : null;
            case BaseObjectCreationExpressionSyntax creation when argument == creation.ArgumentList?.Arguments.FirstOrDefault() && file.TypeOf(creation) is { Name: "Timer", ContainingNamespace.Name: "Threading" }:
                return creation.Parent is AssignmentExpressionSyntax assignment && file.SymbolOf(assignment.Left) is IFieldSymbol or IPropertySymbol && !IsUndone(assignment, scope)
                    ? $"called by the timer in '{Functions.RightmostName(assignment.Left)}'"
                    : null;
            default:
                return null;
        }
    }

    // Some other thing in the scope waits until the work is done.
    private static bool IsSignalled(ReleaseScope scope) => scope.Region.SelectMany(Functions.Within).Any(static node =>
        node is AwaitExpressionSyntax || (node is InvocationExpressionSyntax call && Functions.RightmostName(call) is "Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "Join" or "SignalAndWait" or "GetResult" or "SpinUntil" or "Sleep"));

    private static bool IsReturned(InvocationExpressionSyntax query, ReleaseScope scope, AsyncFile file)
    {
        ExpressionSyntax whole = query;
        while (whole.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } && file.MethodOf(next) is { } method && DeferredQueries.IsDeferred(method))
            whole = next;
        return whole.Parent switch
        {
            ReturnStatementSyntax returned => scope.HoldsOnReturn && Functions.Around(returned) == scope.Function,
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => scope.HoldsOnReturn && IsOnlyReturned(declarator, scope),
            _ => false,
        };
    }

    private static bool IsOnlyReturned(VariableDeclaratorSyntax declarator, ReleaseScope scope) =>
        scope.Function.DescendantNodes().OfType<IdentifierNameSyntax>().Where(mention => mention.Identifier.ValueText == declarator.Identifier.ValueText).ToList() is { Count: > 0 } mentions
        && mentions.TrueForAll(mention => mention.Parent is ReturnStatementSyntax returned && Functions.Around(returned) == scope.Function);

    // -= of the same event, or another value for the same member, anywhere in the function.
    private static bool IsUndone(AssignmentExpressionSyntax made, ReleaseScope scope) => scope.Function.DescendantNodes().Any(node =>
        (node is AssignmentExpressionSyntax other && other != made && other.RawKind != (int)SyntaxKind.AddAssignmentExpression && Functions.RightmostName(other.Left) == Functions.RightmostName(made.Left))
        || (made.RawKind == (int)SyntaxKind.SimpleAssignmentExpression && node is InvocationExpressionSyntax call && Functions.RightmostName(call) is "Dispose" or "DisposeAsync" && Functions.RightmostName(Functions.ReceiverOf(call)) == Functions.RightmostName(made.Left)));

    // What a local holds may die with the method; fields, parameters and statics do not.
    private static bool OutlivesScope(ExpressionSyntax member, ReleaseScope scope, AsyncFile file)
    {
        if (file.SymbolOf(member) is not { } symbol || s_processWide.Contains(symbol.ContainingType?.Name, StringComparer.Ordinal))
            return false;
        if (symbol.IsStatic)
            return true;
        ExpressionSyntax? root = member;
        while (root is MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax)
        {
            root = root switch
            {
                MemberAccessExpressionSyntax access => access.Expression,
                InvocationExpressionSyntax => null,
                ElementAccessExpressionSyntax element => element.Expression,
                ParenthesizedExpressionSyntax inner => inner.Expression,
                PostfixUnaryExpressionSyntax inner => inner.Operand,
                _ => null,
            };
        }

        return root switch
        {
            ThisExpressionSyntax or BaseExpressionSyntax => true,
            IdentifierNameSyntax name => file.SymbolOf(name) is IFieldSymbol or IPropertySymbol or IEventSymbol or IParameterSymbol { RefKind: RefKind.None }
                && !SymbolEqualityComparer.Default.Equals(file.SymbolOf(name), scope.Variable),
            _ => false,
        };
    }
}
