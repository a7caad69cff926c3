using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>
/// Methods that are not async and return a task still running: <c>return client.GetStringAsync(uri);</c>. A using
/// declaration in one releases the resource while the task works with it.
/// </summary>
internal static class PendingTasks
{
    public static bool IsReturnedAround(StatementSyntax statement)
    {
        foreach (SyntaxNode ancestor in statement.Ancestors())
        {
            switch (ancestor)
            {
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.IsKind(SyntaxKind.None) && ReturnsOf(lambda).Any(CallsAsyncMethod);
                case LocalFunctionStatementSyntax function:
                    return !function.Modifiers.Any(SyntaxKind.AsyncKeyword) && IsTask(function.ReturnType) && ReturnsOf(function).Any(IsPending);
                case MethodDeclarationSyntax method:
                    return !method.Modifiers.Any(SyntaxKind.AsyncKeyword) && IsTask(method.ReturnType) && ReturnsOf(method).Any(IsPending);
                case MemberDeclarationSyntax and not GlobalStatementSyntax:
                    return false;
                default:
                    break;
            }
        }

        return false;
    }

    private static IEnumerable<ExpressionSyntax> ReturnsOf(SyntaxNode function) =>
        function.DescendantNodes(node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>()
            .Select(static statement => statement.Expression)
            .OfType<ExpressionSyntax>();

    // Task.CompletedTask, Task.FromResult(…) and default are done when they are returned.
    private static bool IsPending(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: { } owner, Name.Identifier.ValueText: "FromResult" or "FromException" or "FromCanceled" } } => !IsTask(owner),
        MemberAccessExpressionSyntax { Expression: { } owner, Name.Identifier.ValueText: "CompletedTask" } => !IsTask(owner),
        LiteralExpressionSyntax or DefaultExpressionSyntax => false,
        _ => true,
    };

    private static bool CallsAsyncMethod(ExpressionSyntax expression) =>
        expression.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(static call => RightmostName(call.Expression).EndsWith("Async", StringComparison.Ordinal));

    private static bool IsTask(ExpressionSyntax type) => RightmostName(type) is "Task" or "ValueTask";

    private static string RightmostName(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => "",
    };
}
