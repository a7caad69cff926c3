using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>Calls that fixes append to tensors.</summary>
internal static class TensorCalls
{
    /// <summary><c>tensor.method()</c>, in the place of the tensor.</summary>
    public static ExpressionSyntax On(ExpressionSyntax tensor, string method) =>
        SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, tensor.WithoutTrivia(), SyntaxFactory.IdentifierName(method)))
            .WithTriviaFrom(tensor);
}
