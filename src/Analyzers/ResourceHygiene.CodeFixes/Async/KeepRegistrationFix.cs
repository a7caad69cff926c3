using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Async;

/// <summary>
/// RH6006: <c>using var registration = token.Register(…)</c> where the method awaits something afterwards, which is what the
/// registration is there for. Anywhere else, who is to end it is a decision.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeepRegistrationFix))]
[Shared]
public sealed class KeepRegistrationFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.SubscriptionIgnored);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Expression: InvocationExpressionSyntax call, Parent: BlockSyntax block } statement
            || call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Register" or "UnsafeRegister" } || target.Node.Span != call.Span
            || AsyncFunction.Around(statement) is not { } function || !AsyncFunction.IsAsync(function) || block.Parent != function
            || !StatementLists.After(statement).Any(static later => later.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<AwaitExpressionSyntax>().Any()))
        {
            yield break;
        }

        string name = FreeName.For("registration", statement, target.Model);
        StatementSyntax kept = SyntaxFactory.ParseStatement($"using var {name} = {call.WithoutLeadingTrivia().ToFullString()};").WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation);
        yield return new ProposedFix("Keep the registration until the method ends", target.Root.ReplaceNode(statement, kept));
    }
}
