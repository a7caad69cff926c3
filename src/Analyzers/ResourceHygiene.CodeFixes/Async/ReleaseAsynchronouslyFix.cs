using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Async;

/// <summary>RH6005: <c>await using</c> instead of <c>using</c>, <c>await x.DisposeAsync()</c> instead of <c>x.Dispose()</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseAsynchronouslyFix))]
[Shared]
public sealed class ReleaseAsynchronouslyFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.ReleasedSynchronously);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        switch (target.Node)
        {
            case UsingStatementSyntax scope:
                yield return new ProposedFix("Use 'await using'", target.Root.ReplaceNode(
                    scope, scope.WithUsingKeyword(scope.UsingKeyword.WithLeadingTrivia()).WithAwaitKeyword(keyword.WithLeadingTrivia(scope.GetLeadingTrivia()))));
                break;
            case LocalDeclarationStatementSyntax declaration:
                yield return new ProposedFix("Use 'await using'", target.Root.ReplaceNode(
                    declaration, declaration.WithUsingKeyword(declaration.UsingKeyword.WithLeadingTrivia()).WithAwaitKeyword(keyword.WithLeadingTrivia(declaration.GetLeadingTrivia()))));
                break;
            case InvocationExpressionSyntax { Parent: ExpressionStatementSyntax, Expression: MemberAccessExpressionSyntax access } call:
                ExpressionSyntax later = call.WithExpression(access.WithName(SyntaxFactory.IdentifierName("DisposeAsync").WithTriviaFrom(access.Name)));
                yield return new ProposedFix("Await 'DisposeAsync'", target.Root.ReplaceNode(call, AsyncFunction.Await(later)));
                break;
            default:
                break;
        }
    }
}
