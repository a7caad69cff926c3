using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Rewriting;

namespace ResourceHygiene.CodeFixes.Owners;

/// <summary>Finds the disposer of a type that a release belongs into, and puts it there.</summary>
internal static class DisposerBody
{
    /// <summary>The disposer in one part of a type; null where it is not there.</summary>
    /// <param name="type">The part.</param>
    /// <param name="isAsync">The one that DisposeAsync runs.</param>
    public static MethodDeclarationSyntax? Find(TypeDeclarationSyntax type, bool isAsync)
    {
        List<MethodDeclarationSyntax> methods = type.Members.OfType<MethodDeclarationSyntax>().Where(static method => method.Body is not null || method.ExpressionBody is not null).ToList();
        return isAsync
            ? methods.Find(static method => method.Identifier.ValueText == "DisposeAsyncCore") ?? methods.Find(static method => method is { Identifier.ValueText: "DisposeAsync", ParameterList.Parameters.Count: 0 })
            : methods.Find(static method => method is { Identifier.ValueText: "Dispose", ParameterList.Parameters: [{ Type: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.BoolKeyword } }] })
                ?? methods.Find(static method => method is { Identifier.ValueText: "Dispose", ParameterList.Parameters.Count: 0 });
    }

    /// <summary>The document with one more statement in a disposer; null where there is no good place for it.</summary>
    public static SyntaxNode? Add(SyntaxNode root, MethodDeclarationSyntax disposer, StatementSyntax release)
    {
        if (disposer.ExpressionBody is { Expression: { } expression })
            return IsStatement(expression, disposer) ? root.ReplaceNode(disposer, WithBlock(disposer, expression, release)) : null;
        if (disposer.Body is not { } body || body.Statements.Any(static statement => statement is ReturnStatementSyntax { Expression: not null }))
            return null;

        // if (disposing) { … }
        if (disposer.ParameterList.Parameters is [var parameter])
        {
            if (body.DescendantNodes().OfType<IfStatementSyntax>().FirstOrDefault(choice => choice.Condition is IdentifierNameSyntax asked && asked.Identifier.ValueText == parameter.Identifier.ValueText) is { } guard)
                return guard.Statement is BlockSyntax guarded ? StatementEdits.Append(root, guarded, release) : StatementEdits.InsertAfter(root, guard.Statement, release);
            release = SyntaxFactory.IfStatement(SyntaxFactory.IdentifierName(parameter.Identifier.WithoutTrivia()), SyntaxFactory.Block(release.WithoutAnnotations(Formatter.Annotation))).WithAdditionalAnnotations(Formatter.Annotation);
        }

        return body.Statements.FirstOrDefault(IsLast) is { } last ? StatementEdits.InsertBefore(root, last, release) : StatementEdits.Append(root, body, release);
    }

    // What the base class holds goes last, and so does the word to the garbage collector.
    private static bool IsLast(StatementSyntax statement) => statement is ExpressionStatementSyntax { Expression: var expression }
        && (expression is AwaitExpressionSyntax awaited ? awaited.Expression : expression).DescendantNodesAndSelf().Any(static node =>
            node is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SuppressFinalize" });

    private static bool IsStatement(ExpressionSyntax expression, MethodDeclarationSyntax disposer) =>
        expression is InvocationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax or ConditionalAccessExpressionSyntax
        && (disposer.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } || disposer.Modifiers.Any(SyntaxKind.AsyncKeyword));

    private static MethodDeclarationSyntax WithBlock(MethodDeclarationSyntax method, ExpressionSyntax expression, StatementSyntax release)
    {
        StatementSyntax first = SyntaxFactory.ExpressionStatement(expression.WithoutTrivia());
        BlockSyntax block = IsLast(first) ? SyntaxFactory.Block(release, first) : SyntaxFactory.Block(first, release);
        return method
            .WithParameterList(method.ParameterList.WithoutTrailingTrivia())
            .WithExpressionBody(null)
            .WithSemicolonToken(default)
            .WithBody(block.WithTrailingTrivia(method.GetTrailingTrivia()))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
