using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Releases;

/// <summary>
/// RH3005: takes the release away from what leaves the method: the <c>using</c> of its declaration, or the statement that
/// releases it right there. Offered where no way out of the block is left on which nobody would release it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HandOverFix))]
[Shared]
public sealed class HandOverFix : HygieneFix
{
    private const string Title = "Hand over without releasing";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.ReleasedAndHandedOut, RuleIds.PooledAfterReturn);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Diagnostic.Id == RuleIds.PooledAfterReturn && target.Kind != "ReleasedAndHandedOut")
            yield break;
        if (target.Place is not { } place || target.FirstPlace is not { } releasedAt
            || target.Model.LookupSymbols(target.Node.SpanStart, name: place).FirstOrDefault() is not ILocalSymbol variable
            || variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(target.Cancellation) is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declared }
            || target.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } leaving)
        {
            yield break;
        }

        switch (declared.Parent)
        {
            case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } declaration
                when StatementLists.ListOf(declaration) is { } list && IsHandedOverAlways(StatementLists.After(declaration).ToList(), leaving, variable, target):
                yield return new ProposedFix(Title, target.Root.ReplaceNode(declaration, WithoutUsing(declaration)));
                break;
            case UsingStatementSyntax { Statement: BlockSyntax block } scope
                when StatementLists.ListOf(scope) is { } list && IsHandedOverAlways(block.Statements, leaving, variable, target):
                yield return new ProposedFix(Title, target.Root.ReplaceNode(list, WithoutUsing(list, scope, declared, block)));
                break;
            case LocalDeclarationStatementSyntax
                when target.Root.FindNode(releasedAt, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Expression: not AssignmentExpressionSyntax } release
                    && StatementLists.After(release).Contains(leaving) && StatementRemoval.IsPossible(release):
                yield return new ProposedFix(Title, StatementRemoval.Remove(target.Root, release));
                break;
            default:
                break;
        }
    }

    // Every return hands it over, or it is handed over in the middle and nothing leaves before that.
    private static bool IsHandedOverAlways(IReadOnlyList<StatementSyntax> statements, StatementSyntax leaving, ILocalSymbol variable, FixTarget target)
    {
        IEnumerable<StatementSyntax> jumps = statements
            .SelectMany(static statement => statement.DescendantNodesAndSelf(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
            .OfType<StatementSyntax>()
            .Where(Jumps.IsJump);
        if (leaving is ReturnStatementSyntax)
            return statements.Count > 0 && statements[statements.Count - 1] is ReturnStatementSyntax && jumps.All(jump => HandsOver(jump, variable, target));
        return statements.Contains(leaving) && !jumps.Any(jump => jump.SpanStart < leaving.SpanStart && jump is not (BreakStatementSyntax or ContinueStatementSyntax));
    }

    private static bool HandsOver(StatementSyntax jump, ILocalSymbol variable, FixTarget target) =>
        jump is ReturnStatementSyntax { Expression: { } value } && HandsOver(value, variable, target);

    // Of a choice, each branch must; one that throws hands over nothing.
    private static bool HandsOver(ExpressionSyntax value, ILocalSymbol variable, FixTarget target)
    {
        ExpressionSyntax? choice = value.DescendantNodesAndSelf().OfType<ExpressionSyntax>().FirstOrDefault(static node =>
            node is ConditionalExpressionSyntax or SwitchExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression });
        return choice switch
        {
            ConditionalExpressionSyntax either => HandsOver(either.WhenTrue, variable, target) && HandsOver(either.WhenFalse, variable, target),
            SwitchExpressionSyntax many => many.Arms.All(arm => HandsOver(arm.Expression, variable, target)),
            BinaryExpressionSyntax either => HandsOver(either.Left, variable, target),
            _ => Mentions(value, variable, target),
        };
    }

    private static bool Mentions(ExpressionSyntax value, ILocalSymbol variable, FixTarget target) =>
        value.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name =>
            name.Identifier.ValueText == variable.Name && !IsReceiver(name)
            && SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(name, target.Cancellation).Symbol, variable));

    private static bool IsReceiver(IdentifierNameSyntax name) => name.Parent is MemberAccessExpressionSyntax access && access.Expression == name;

    private static LocalDeclarationStatementSyntax WithoutUsing(LocalDeclarationStatementSyntax declaration) =>
        declaration.WithAwaitKeyword(default).WithUsingKeyword(default).WithLeadingTrivia(declaration.GetLeadingTrivia());

    private static SyntaxNode WithoutUsing(SyntaxNode list, UsingStatementSyntax scope, VariableDeclarationSyntax declared, BlockSyntax block)
    {
        StatementSyntax declaration = SyntaxFactory.LocalDeclarationStatement(declared.WithoutTrivia())
            .WithLeadingTrivia(scope.GetLeadingTrivia())
            .WithTrailingTrivia(StatementEdits.EndOfLine(list.SyntaxTree.GetRoot()));
        IEnumerable<StatementSyntax> inner = block.Statements.Prepend(declaration).Select(static statement => statement.WithAdditionalAnnotations(Formatter.Annotation));
        return StatementLists.WithStatements(list, StatementLists.StatementsOf(list).SelectMany(statement => statement == scope ? inner : [statement]));
    }
}
