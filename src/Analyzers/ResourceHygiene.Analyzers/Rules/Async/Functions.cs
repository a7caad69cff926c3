using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>The functions that code of a file lies in, by syntax.</summary>
internal static class Functions
{
    /// <summary>The method, accessor, local function, lambda or program that a node belongs to.</summary>
    public static SyntaxNode Around(SyntaxNode node)
    {
        foreach (SyntaxNode ancestor in node.Ancestors())
        {
            if (IsNested(ancestor) || ancestor is AccessorDeclarationSyntax || ancestor is MemberDeclarationSyntax and not GlobalStatementSyntax)
                return ancestor;
        }

        return node.SyntaxTree.GetRoot();
    }

    public static bool IsNested(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

    /// <summary>Everything in a node that is run when it is, with nested functions but without what is in them.</summary>
    public static IEnumerable<SyntaxNode> Within(SyntaxNode node) => node.DescendantNodesAndSelf(child => child == node || !IsNested(child));

    public static bool IsAsync(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        CompilationUnitSyntax program => program.Members.OfType<GlobalStatementSyntax>().Any(static statement => Within(statement).Any(static inner => inner is AwaitExpressionSyntax)),
        _ => false,
    };

    /// <summary>False for functions that say that they return something else than a task.</summary>
    public static bool MayReturnTask(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => IsTask(method.ReturnType),
        LocalFunctionStatementSyntax local => IsTask(local.ReturnType),
        PropertyDeclarationSyntax property => IsTask(property.Type),
        AccessorDeclarationSyntax { Parent.Parent: BasePropertyDeclarationSyntax property } => IsTask(property.Type),
        AnonymousFunctionExpressionSyntax => true,
        _ => false,
    };

    /// <summary>Where the process begins: what such a function releases, it releases when everything is over.</summary>
    public static bool IsProgram(SyntaxNode function) =>
        function is CompilationUnitSyntax or MethodDeclarationSyntax { Identifier.ValueText: "Main" };

    /// <summary>The last name in a name: of a type with its namespaces, of a member with what it is read from.</summary>
    public static string? RightmostName(SyntaxNode? expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        NullableTypeSyntax nullable => RightmostName(nullable.ElementType),
        InvocationExpressionSyntax call => RightmostName(call.Expression),
        ObjectCreationExpressionSyntax creation => RightmostName(creation.Type),
        _ => null,
    };

    public static bool IsTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } };

    /// <summary>The expression without what does not change its value.</summary>
    public static ExpressionSyntax Bare(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax inner:
                    expression = inner.Expression;
                    break;
                case CastExpressionSyntax inner:
                    expression = inner.Expression;
                    break;
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner:
                    expression = inner.Operand;
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression } inner:
                    expression = inner.Left;
                    break;
                default:
                    return expression;
            }
        }
    }

    /// <summary>What a member is called on or read from; null where that is not written.</summary>
    public static ExpressionSyntax? ReceiverOf(ExpressionSyntax member) => member switch
    {
        InvocationExpressionSyntax call => ReceiverOf(call.Expression),
        MemberAccessExpressionSyntax access => access.Expression,
        MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(access => access.WhenNotNull.Span.Contains(binding.Span))?.Expression,
        _ => null,
    };

    private static bool IsTask(TypeSyntax type) => RightmostName(type) is "Task" or "ValueTask";
}
