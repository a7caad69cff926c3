using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Rewriting;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>Opens scopes, and takes values out of them.</summary>
internal static class TensorScopes
{
    public const string MoveToOuter = "MoveToOuterDisposeScope";

    // Where "torch" alone is not known, or is something else.
    private static readonly string[] s_openings = ["torch.NewDisposeScope()", "TorchSharp.torch.NewDisposeScope()"];

    /// <summary>The value with a call of a method without arguments on it.</summary>
    public static ExpressionSyntax Calling(ExpressionSyntax value, string method)
    {
        ExpressionSyntax bare = value.WithoutTrivia();
        ExpressionSyntax called = bare is IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax or BaseObjectCreationExpressionSyntax
            ? bare
            : SyntaxFactory.ParenthesizedExpression(bare);
        return SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, called, SyntaxFactory.IdentifierName(method))).WithTriviaFrom(value);
    }

    /// <summary>The value as argument of a method of the variable that holds its scope.</summary>
    public static ExpressionSyntax TakenOut(ExpressionSyntax value, string scope, string method) =>
        SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.IdentifierName(scope), SyntaxFactory.IdentifierName(method)),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(value.WithoutTrivia())))).WithTriviaFrom(value);

    /// <summary>Ways to write a statement that opens a scope for the rest of its block.</summary>
    public static IEnumerable<StatementSyntax> Openings(SyntaxNode at, SemanticModel model)
    {
        string name = FreeName.For("scope", at, model);
        foreach (string opening in s_openings)
            yield return SyntaxFactory.ParseStatement($"using var {name} = {opening};").WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>Whether a value of this type belongs to scopes.</summary>
    public static bool IsTensor(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name is "Tensor" or "PackedSequence" && type.ContainingType is not null && type.ToDisplayString().StartsWith("TorchSharp.torch.", StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
