using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// Recognises, by its text alone, a Dispose in source after which the object may still be alive: it counts who uses the
/// object, or leaves the work to a delegate that somebody calls later.
/// </summary>
internal static class LateRelease
{
    /// <summary>True for such a Dispose; false for every method that is not in source.</summary>
    public static bool IsOne(IMethodSymbol method, CancellationToken cancellation) =>
        method.Parameters.IsEmpty && method.Name is "Dispose" or "DisposeAsync" or "Close"
        && method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is MethodDeclarationSyntax declaration
        && (declaration.Body ?? (SyntaxNode?)declaration.ExpressionBody) is { } body && (Counts(body) || LeavesItToOthers(body, method.ContainingType));

    // if (Interlocked.Decrement(ref _users) > 0) return;
    private static bool Counts(SyntaxNode body) => body.DescendantNodes().Any(static node => node switch
    {
        InvocationExpressionSyntax call => NameOf(call.Expression) == "Decrement" && call.Parent is not ExpressionStatementSyntax,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreDecrementExpression } => node.FirstAncestorOrSelf<IfStatementSyntax>()?.Condition.Span.Contains(node.Span) == true,
        _ => false,
    });

    // _queue.Enqueue(() => Dispose(true)), with nothing beside it that releases anything.
    private static bool LeavesItToOthers(SyntaxNode body, INamedTypeSymbol type)
    {
        bool isLeft = false;
        foreach (SyntaxNode node in body.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax))
        {
            if (node is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax taker } } later && !CallsAtOnce(taker) && EndsTheObject(later, type))
                isLeft = true;
            else if (node is InvocationExpressionSyntax call && NameOf(call.Expression) is "Dispose" or "DisposeAsync" or "Close" or "Free" or "Release" or "Return")
                return false;
        }

        return isLeft;
    }

    // _gate.Run(() => Dispose(true)), Dispatcher.Invoke(() => Dispose(true))
    private static bool CallsAtOnce(InvocationExpressionSyntax taker) => NameOf(taker.Expression) switch
    {
        "Run" => taker.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" } },
        "Invoke" or "Send" or "Execute" or "ForEach" => true,
        _ => false,
    };

    // By calling its own Dispose(true), or by remembering that it is disposed.
    private static bool EndsTheObject(AnonymousFunctionExpressionSyntax later, INamedTypeSymbol type) => later.DescendantNodes().Any(node => node switch
    {
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Dispose" or "DisposeAsync" or "DisposeCore" } } => true,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax flag, Right.RawKind: (int)SyntaxKind.TrueLiteralExpression } =>
            flag.Identifier.ValueText.IndexOf("dispose", StringComparison.OrdinalIgnoreCase) >= 0 && !type.GetMembers(flag.Identifier.ValueText).IsEmpty,
        _ => false,
    });

    private static string? NameOf(ExpressionSyntax called) => called switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };
}
