using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Async;

/// <summary>RH6004: runs a query that uses a resource before it is returned, and so before the resource is released.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RunQueryFix))]
[Shared]
public sealed class RunQueryFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.DelegateOutlivesResource);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        // return stream.Select(…); not a lambda that is returned itself.
        if (target.Node.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is not { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax } } lambda
            || lambda.FirstAncestorOrSelf<ReturnStatementSyntax>() is not { Expression: InvocationExpressionSyntax query } || lambda.Ancestors().TakeWhile(node => node != query).Any(static node => node is AnonymousFunctionExpressionSyntax)
            || target.Model.GetTypeInfo(query, target.Cancellation) is not { Type: INamedTypeSymbol { Name: "IEnumerable" or "IOrderedEnumerable", Arity: 1 }, ConvertedType: INamedTypeSymbol { Name: "IEnumerable", Arity: 1, TypeArguments: [{ } element] } }
            || RunsLater(element))
        {
            yield break;
        }

        ExpressionSyntax run = SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, query.WithoutTrailingTrivia(), SyntaxFactory.IdentifierName("ToList")))
            .WithTrailingTrivia(query.GetTrailingTrivia());
        yield return new ProposedFix($"Run the query before '{target.Place}' is released", target.Root.ReplaceNode(query, run));
    }

    // To run the query makes these, and leaves what they do for later.
    private static bool RunsLater(ITypeSymbol element) =>
        element.TypeKind == TypeKind.Delegate
        || element is INamedTypeSymbol { Name: "IEnumerable" or "IOrderedEnumerable" or "IQueryable" or "IAsyncEnumerable" or "IEnumerator" or "IGrouping" or "Lazy" or "Task" or "ValueTask" };
}
