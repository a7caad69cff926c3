using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>RH1002: releases the resource right before the jump, or the end of the block, with which it is lost, or in the branch that does not hand it on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseBeforeLeavingFix))]
[Shared]
public sealed class ReleaseBeforeLeavingFix : HygieneFix
{
    private const string Title = "Release before leaving";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NotReleasedOnSomePath);

    private protected override CodeActionPriority Priority => CodeActionPriority.Low;

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Place is not { } place || target.LastPlace is not { } lostAt)
            yield break;
        SyntaxToken token = target.Root.FindToken(lostAt.Start);
        // A closing brace is outside of its block for the compiler.
        if (target.Model.LookupSymbols(Math.Max(token.SpanStart - 1, 0), name: place).FirstOrDefault() is not ILocalSymbol variable
            || ReleaseForm.For(variable.Type, token.Parent!, target.Model) is not { } release)
        {
            yield break;
        }

        SyntaxNode scope = ScopeOf(variable, target);
        IReadOnlyList<VariableUse> uses = new UseClassifier(target.Model, argumentsAreLent: false, target.Cancellation).UsesOf(variable, scope);
        IEnumerable<SyntaxNode> done = uses.Where(static use => use.Kind is UseKind.Release or UseKind.Escape or UseKind.Return || IsHeldByUsing(use.Name)).Select(static use => use.Name);
        StatementSyntax releasing = LikeOthers(uses, target.ReleasedBy)
            ?? release.On(SyntaxFactory.IdentifierName(place), ResourceVariable.MayBeNull(variable, scope, target.Model, target.Cancellation));

        if (token.Parent is BlockSyntax block && (token == block.CloseBraceToken || lostAt == block.Span))
        {
            bool isFree = !done.Any(name => block.Span.Contains(name.Span) && ReachesEnd(name, block));
            if (isFree)
                yield return new ProposedFix(Title, StatementEdits.Append(target.Root, block, releasing));
            else if (target.DecidedAt is { } decidedAt && ReleaseInElse.Add(target.Root, block, decidedAt, uses, [.. done], releasing) is { } root)
                yield return new ProposedFix(Title, root);
        }
        else if (JumpAt(token, lostAt) is { } jump && !done.Any(name => Jumps.CanReach(name, jump)) && CanRunBefore(jump, uses))
        {
            yield return new ProposedFix(Title, StatementEdits.InsertBefore(target.Root, jump, releasing));
        }
    }

    private static SyntaxNode ScopeOf(ILocalSymbol variable, FixTarget target)
    {
        SyntaxNode declaration = variable.DeclaringSyntaxReferences[0].GetSyntax(target.Cancellation);
        return declaration.FirstAncestorOrSelf<SyntaxNode>(static node => node is BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax)!;
    }

    private static StatementSyntax? JumpAt(SyntaxToken token, TextSpan lostAt) =>
        token.Parent!.FirstAncestorOrSelf<StatementSyntax>() is { } statement && Jumps.IsJump(statement)
            && (lostAt.Start == statement.SpanStart || statement is ReturnStatementSyntax { Expression: { } value } && lostAt == value.Span)
            ? statement
            : null;

    // The release comes before what the jump computes.
    private static bool CanRunBefore(StatementSyntax jump, IReadOnlyList<VariableUse> uses) =>
        Jumps.IsQuiet(jump) && !uses.Any(use => jump.Span.Contains(use.Name.Span));

    private static bool ReachesEnd(SyntaxNode name, BlockSyntax block)
    {
        foreach (StatementSyntax statement in name.Ancestors().TakeWhile(node => node != block).OfType<StatementSyntax>())
        {
            if (Jumps.Leaves(statement, block) || StatementLists.After(statement).Any(next => Jumps.Leaves(next, block)))
                return false;
        }

        return true;
    }

    // The end of the using releases it, or a wrapper that does.
    private static bool IsHeldByUsing(IdentifierNameSyntax name)
    {
        foreach (SyntaxNode node in name.Ancestors())
        {
            switch (node)
            {
                case UsingStatementSyntax scope:
                    return !scope.Statement.Span.Contains(name.Span);
                case LocalDeclarationStatementSyntax declaration:
                    return declaration.UsingKeyword.RawKind != 0;
                case StatementSyntax or AnonymousFunctionExpressionSyntax:
                    return false;
                default:
                    break;
            }
        }

        return false;
    }

    // The same words as elsewhere in the method, ConfigureAwait and all: x.Dispose(), pool.Return(x).
    private static StatementSyntax? LikeOthers(IReadOnlyList<VariableUse> uses, IReadOnlyList<string> names) =>
        uses.Select(use => use.Release is { } call ? ReleaseCall.StatementOf(call) : StatementThatReleases(use.Name, names))
            .FirstOrDefault(static statement => statement is not null)?.WithoutTrivia();

    private static ExpressionStatementSyntax? StatementThatReleases(IdentifierNameSyntax name, IReadOnlyList<string> names) =>
        name.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax or IdentifierNameSyntax, Parent: ExpressionStatementSyntax statement } call }
            && names.Contains(((call.Expression as MemberAccessExpressionSyntax)?.Name ?? (SimpleNameSyntax)call.Expression).Identifier.ValueText)
            ? statement
            : null;
}
