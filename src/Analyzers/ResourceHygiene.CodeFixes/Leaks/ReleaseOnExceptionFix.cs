using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>
/// RH1003: for a resource that is handed on in the end. Everything until then goes into a <c>try</c> whose <c>catch</c>
/// releases the resource and throws again.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseOnExceptionFix))]
[Shared]
public sealed class ReleaseOnExceptionFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.LeaksIfThrows);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.IsHandedOn == false || ResourceVariable.Find(target, argumentsAreLent: false) is not { Escapes: true } variable
            || StatementLists.ListOf(variable.Acquisition) is not { } list
            || ReleaseForm.For(variable.Symbol.Type, variable.Acquisition, target.Model) is not { } release
            || ((!release.IsRepeatable || target.IsOnce) && variable.Releases.Any())
            || variable.Writes.Any(write => !write.Name.Ancestors().Contains(variable.Acquisition))
            || target.FirstPlace is not { } mayThrow)
        {
            yield break;
        }

        List<StatementSyntax> guarded = UntilHandedOn(variable, list);
        if (guarded.Count == 0 || !guarded.Any(statement => statement.FullSpan.Contains(mayThrow)))
            yield break;
        StatementSyntax releasing = release.On(SyntaxFactory.IdentifierName(variable.Symbol.Name), mayBeNull: MayBeNull(target, variable));
        yield return new ProposedFix("Release if an exception is thrown", StatementEdits.Wrap(target.Root, list, guarded, block => SyntaxFactory.TryStatement(
            block, SyntaxFactory.SingletonList(SyntaxFactory.CatchClause().WithBlock(SyntaxFactory.Block(releasing, SyntaxFactory.ThrowStatement()))), @finally: null)));
    }

    // A return ends the method, so nothing can throw after it. After any other way to hand it on, something may, and by
    // then the resource is somebody else's.
    private static List<StatementSyntax> UntilHandedOn(ResourceVariable variable, SyntaxNode list)
    {
        IEnumerable<StatementSyntax> rest = StatementLists.After(variable.Acquisition);
        VariableUse? handedOn = variable.Uses.FirstOrDefault(static use => use.Kind == UseKind.Escape && !IsWrappedAndReturned(use.Name));
        if (handedOn is null)
            return rest.ToList();
        return StatementLists.StatementIn(list, handedOn.Name) is { } end ? rest.TakeWhile(statement => statement != end).ToList() : [];
    }

    // In `return new Wrapper(x)` and `return (x, y)` nobody else has it before the method ends.
    private static bool IsWrappedAndReturned(IdentifierNameSyntax name)
    {
        foreach (SyntaxNode node in name.Ancestors())
        {
            switch (node)
            {
                case ReturnStatementSyntax:
                    return true;
                case StatementSyntax or InvocationExpressionSyntax or AssignmentExpressionSyntax or AnonymousFunctionExpressionSyntax:
                    return false;
                default:
                    break;
            }
        }

        return false;
    }

    private static bool MayBeNull(FixTarget target, ResourceVariable variable) =>
        ResourceVariable.MayBeNull(variable.Symbol, variable.Scope, target.Model, target.Cancellation);
}
