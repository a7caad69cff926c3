using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Rewriting;

namespace ResourceHygiene.CodeFixes.Async;

/// <summary>A function that can be made async, with what it returns awaited.</summary>
internal static class AsyncFunction
{
    /// <summary>The method, accessor, local function or lambda that a node belongs to; null at top level.</summary>
    public static SyntaxNode? Around(SyntaxNode node) => node.Ancestors().FirstOrDefault(static ancestor =>
        ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax || ancestor is MemberDeclarationSyntax and not GlobalStatementSyntax);

    public static bool IsAsync(SyntaxNode? function) => function switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    /// <summary>The tree with the function async and its results awaited; null where it returns no task or has no block.</summary>
    public static SyntaxNode? MakeAsync(SyntaxNode root, SyntaxNode function, SemanticModel model, CancellationToken cancellation)
    {
        if (IsAsync(function) || BodyOf(function) is not { } body || ResultOf(function, model, cancellation) is not { Name: "Task" or "ValueTask" } task)
            return null;
        List<ReturnStatementSyntax> returns = body
            .DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>().Where(static statement => statement.Expression is not null).ToList();
        // What is null instead of a task cannot be awaited.
        if (returns.Exists(static statement => statement.Expression.IsKind(SyntaxKind.NullLiteralExpression)))
            return null;
        bool hasResult = task is INamedTypeSymbol { Arity: 1 };
        Dictionary<ReturnStatementSyntax, IReadOnlyList<StatementSyntax>> replaced = returns.ToDictionary(
            static statement => statement,
            statement => Awaited(statement, hasResult, IsLast(statement, body), model, cancellation));
        SyntaxNode changed = new ReturnRewriter(replaced).Visit(function)!;
        return root.ReplaceNode(function, WithAsync(changed));
    }

    /// <summary><c>await e</c>, in the place of <c>e</c>.</summary>
    public static ExpressionSyntax Await(ExpressionSyntax expression)
    {
        ExpressionSyntax operand = expression.WithoutTrivia();
        if (operand is ConditionalExpressionSyntax or BinaryExpressionSyntax or SwitchExpressionSyntax or AssignmentExpressionSyntax or AnonymousFunctionExpressionSyntax or ConditionalAccessExpressionSyntax)
            operand = SyntaxFactory.ParenthesizedExpression(operand);
        return SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), operand).WithTriviaFrom(expression);
    }

    private static BlockSyntax? BodyOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Body,
        LocalFunctionStatementSyntax local => local.Body,
        AnonymousFunctionExpressionSyntax lambda => lambda.Block,
        _ => null,
    };

    private static ITypeSymbol? ResultOf(SyntaxNode function, SemanticModel model, CancellationToken cancellation) =>
        ((function is AnonymousFunctionExpressionSyntax ? model.GetSymbolInfo(function, cancellation).Symbol : model.GetDeclaredSymbol(function, cancellation)) as IMethodSymbol)?.ReturnType;

    private static SyntaxNode WithAsync(SyntaxNode function)
    {
        SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        switch (function)
        {
            case MethodDeclarationSyntax { Modifiers.Count: > 0 } method:
                return method.AddModifiers(keyword);
            case MethodDeclarationSyntax method:
                return method.WithReturnType(method.ReturnType.WithoutLeadingTrivia()).AddModifiers(keyword.WithLeadingTrivia(method.ReturnType.GetLeadingTrivia()));
            case LocalFunctionStatementSyntax { Modifiers.Count: > 0 } local:
                return local.AddModifiers(keyword);
            case LocalFunctionStatementSyntax local:
                return local.WithReturnType(local.ReturnType.WithoutLeadingTrivia()).AddModifiers(keyword.WithLeadingTrivia(local.ReturnType.GetLeadingTrivia()));
            case AnonymousFunctionExpressionSyntax lambda:
                return lambda.WithoutLeadingTrivia().WithAsyncKeyword(keyword).WithLeadingTrivia(lambda.GetLeadingTrivia());
            default:
                return function;
        }
    }

    private static IReadOnlyList<StatementSyntax> Awaited(ReturnStatementSyntax statement, bool hasResult, bool isLast, SemanticModel model, CancellationToken cancellation)
    {
        ExpressionSyntax value = statement.Expression!;
        if (hasResult)
            return [statement.WithExpression(ValueOf(value, model, cancellation) is { } inner ? inner.WithTriviaFrom(value) : Await(value))];

        ReturnStatementSyntax leave = SyntaxFactory.ReturnStatement().WithTrailingTrivia(statement.GetTrailingTrivia()).WithAdditionalAnnotations(Formatter.Annotation);
        if (IsCompleted(value))
            return [leave.WithLeadingTrivia(statement.GetLeadingTrivia())];
        StatementSyntax wait = SyntaxFactory.ExpressionStatement(Await(value).WithoutTrivia()).WithTriviaFrom(statement);
        return isLast ? [wait] : [wait.WithTrailingTrivia(StatementEdits.EndOfLine(statement.SyntaxTree.GetRoot(cancellation))), leave.WithLeadingTrivia(StatementEdits.Indentation(statement))];
    }

    // Task.FromResult(x), new ValueTask<T>(x)
    private static ExpressionSyntax? ValueOf(ExpressionSyntax value, SemanticModel model, CancellationToken cancellation) => value switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromResult" }, ArgumentList.Arguments: [{ Expression: { } inner }] } => inner,
        ObjectCreationExpressionSyntax { Type: GenericNameSyntax { Identifier.ValueText: "ValueTask" }, ArgumentList.Arguments: [{ Expression: { } inner }] }
            when model.GetTypeInfo(inner, cancellation).Type is { Name: not ("Task" or "ValueTask") } => inner,
        _ => null,
    };

    private static bool IsCompleted(ExpressionSyntax value) =>
        value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } || value.IsKind(SyntaxKind.DefaultLiteralExpression) || value is DefaultExpressionSyntax;

    // Nothing is run after it, whichever blocks it is in.
    private static bool IsLast(StatementSyntax statement, BlockSyntax body)
    {
        SyntaxNode current = statement;
        while (current != body)
        {
            switch (current.Parent)
            {
                case BlockSyntax block when block.Statements[block.Statements.Count - 1] == current:
                case UsingStatementSyntax or LockStatementSyntax or FixedStatementSyntax or ElseClauseSyntax or IfStatementSyntax:
                    break;
                case TryStatementSyntax attempt when attempt.Block == current:
                    break;
                default:
                    return false;
            }

            current = current.Parent!;
        }

        return true;
    }

    private sealed class ReturnRewriter(IReadOnlyDictionary<ReturnStatementSyntax, IReadOnlyList<StatementSyntax>> replaced) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitBlock(BlockSyntax node)
        {
            var visited = (BlockSyntax)base.VisitBlock(node)!;
            return node.Statements.OfType<ReturnStatementSyntax>().Any(replaced.ContainsKey)
                ? visited.WithStatements(Expanded(node.Statements, visited.Statements))
                : visited;
        }

        public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node)
        {
            var visited = (SwitchSectionSyntax)base.VisitSwitchSection(node)!;
            return visited.WithStatements(Expanded(node.Statements, visited.Statements));
        }

        // An embedded statement: if (x) return y;
        public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node) =>
            node.Parent is BlockSyntax or SwitchSectionSyntax || !replaced.TryGetValue(node, out IReadOnlyList<StatementSyntax>? statements) ? node
            : statements.Count == 1 ? statements[0]
            : SyntaxFactory.Block(statements).WithTrailingTrivia(StatementEdits.EndOfLine(node.SyntaxTree.GetRoot())).WithAdditionalAnnotations(Formatter.Annotation);

        private SyntaxList<StatementSyntax> Expanded(SyntaxList<StatementSyntax> before, SyntaxList<StatementSyntax> visited) => SyntaxFactory.List(
            before.SelectMany((statement, i) => statement is ReturnStatementSyntax leave && replaced.TryGetValue(leave, out IReadOnlyList<StatementSyntax>? statements) ? statements : [visited[i]]));
    }
}
