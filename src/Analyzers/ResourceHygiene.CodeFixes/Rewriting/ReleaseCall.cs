using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>A release that is written out: <c>x.Dispose()</c>, <c>x?.Close()</c>, <c>await x.DisposeAsync()</c>.</summary>
internal static class ReleaseCall
{
    /// <summary>The whole expression that releases what a name stands for; null when its mention is no release.</summary>
    /// <param name="place">The mention.</param>
    /// <param name="releaseMethod">A method that releases besides Dispose, DisposeAsync and Close.</param>
    public static ExpressionSyntax? Around(ExpressionSyntax place, string? releaseMethod)
    {
        ExpressionSyntax receiver = place;
        while (receiver.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }
            || (receiver.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member && member.Name == receiver))
        {
            receiver = (ExpressionSyntax)receiver.Parent!;
        }

        return receiver.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == receiver && IsReleaseName(access.Name, releaseMethod)
                && access.Parent is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call => Whole(call),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberBindingExpressionSyntax binding } } access
                when access.Expression == receiver && IsReleaseName(binding.Name, releaseMethod) => Whole(access),
            _ => null,
        };
    }

    /// <summary>The expression around a call that still is nothing but that call: null-conditional, ConfigureAwait, await.</summary>
    public static ExpressionSyntax Whole(ExpressionSyntax call)
    {
        ExpressionSyntax whole = call;
        while (true)
        {
            switch (whole.Parent)
            {
                case ParenthesizedExpressionSyntax or AwaitExpressionSyntax:
                case ConditionalAccessExpressionSyntax conditional when conditional.WhenNotNull == whole:
                    whole = (ExpressionSyntax)whole.Parent;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "AsTask", Parent: InvocationExpressionSyntax configured }:
                    whole = configured;
                    break;
                default:
                    return whole;
            }
        }
    }

    /// <summary>The statement that does nothing but release; null when the expression is part of something bigger.</summary>
    public static StatementSyntax? StatementOf(ExpressionSyntax release) => release.Parent as ExpressionStatementSyntax;

    /// <summary>As <see cref="StatementOf"/>, with the null check around it, if there is one.</summary>
    public static StatementSyntax? GuardedStatementOf(ExpressionSyntax release, string place)
    {
        StatementSyntax? statement = StatementOf(release);
        SyntaxNode? parent = statement?.Parent is BlockSyntax { Statements.Count: 1 } block ? block.Parent : statement?.Parent;
        return parent is IfStatementSyntax { Else: null } guard && ChecksForNull(guard.Condition, place) ? guard : statement;
    }

    private static bool ChecksForNull(ExpressionSyntax condition, string place) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Left: IdentifierNameSyntax left, Right.RawKind: (int)SyntaxKind.NullLiteralExpression } => left.Identifier.ValueText == place,
        IsPatternExpressionSyntax { Expression: IdentifierNameSyntax left, Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } } =>
            left.Identifier.ValueText == place,
        _ => false,
    };

    private static bool IsReleaseName(SimpleNameSyntax name, string? releaseMethod) =>
        name.Identifier.ValueText is "Dispose" or "DisposeAsync" or "Close" || name.Identifier.ValueText == releaseMethod;
}
