using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Async;

/// <summary>
/// RH6001: awaits what the scope would release under the task. A method that only returns the task becomes async, and
/// awaits whatever it returns.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitTaskFix))]
[Shared]
public sealed class AwaitTaskFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.TaskOutlivesResource);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node is not InvocationExpressionSyntax call || AsyncFunction.Around(call) is not { } function)
            yield break;
        if (AsyncFunction.IsAsync(function))
        {
            if (DroppedBy(call) is { Expression: { } dropped })
                yield return new ProposedFix("Await the task", target.Root.ReplaceNode(dropped, AsyncFunction.Await(call).WithTriviaFrom(dropped)));
        }
        else if (IsReturned(call, function) && AsyncFunction.MakeAsync(target.Root, function, target.Model, target.Cancellation) is { } root)
        {
            yield return new ProposedFix("Make the method async and await", root);
        }
    }

    // call; and _ = call;
    private static ExpressionStatementSyntax? DroppedBy(InvocationExpressionSyntax call) => call.Parent switch
    {
        ExpressionStatementSyntax statement => statement,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax statement } assignment when assignment.Right == call => statement,
        _ => null,
    };

    // Itself, or by way of a variable that a return names.
    private static bool IsReturned(InvocationExpressionSyntax call, SyntaxNode function) =>
        call.FirstAncestorOrSelf<StatementSyntax>() switch
        {
            ReturnStatementSyntax => true,
            LocalDeclarationStatementSyntax { Declaration.Variables: [var variable] } => function.DescendantNodes().OfType<ReturnStatementSyntax>().Any(leave => leave.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == variable.Identifier.ValueText),
            _ => false,
        };
}
