using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Owners;

/// <summary>
/// RH2004: puts what follows the acquisition into a <c>try</c> whose <c>catch</c> releases what the constructor has acquired by
/// then, the last first, and throws again.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseInConstructorFix))]
[Shared]
public sealed class ReleaseInConstructorFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.ConstructorLeaks);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Parent: BlockSyntax { Parent: ConstructorDeclarationSyntax } body, Expression: AssignmentExpressionSyntax { Left: { } place } } acquisition
            || MemberAt(place, target) is not { } member || MemberReleaseStatement.For(member, acquisition, target.Model, isAssigned: true) is not { } release)
        {
            yield break;
        }

        List<StatementSyntax> rest = StatementLists.After(acquisition).ToList();
        // A label could be jumped to from outside; a declaration of the rest is not seen behind it.
        if (rest.Count == 0 || rest.Exists(static statement => statement is LabeledStatementSyntax or LocalFunctionStatementSyntax))
            yield break;
        var releases = new List<StatementSyntax> { release };
        foreach ((StatementSyntax statement, AssignmentExpressionSyntax later) in LaterAcquisitions(rest, target))
        {
            // Nothing comes after it that could throw.
            if (statement == rest[rest.Count - 1])
                continue;
            if (later.Right is not BaseObjectCreationExpressionSyntax || MemberAt(later.Left, target) is not { } other || MemberReleaseStatement.For(other, acquisition, target.Model, isAssigned: false) is not { } also)
                yield break;
            releases.Insert(0, also);
        }

        yield return new ProposedFix("Release if the constructor throws", StatementEdits.Wrap(target.Root, body, rest, block => SyntaxFactory.TryStatement(
            block, SyntaxFactory.SingletonList(SyntaxFactory.CatchClause().WithBlock(SyntaxFactory.Block(releases.Append(SyntaxFactory.ThrowStatement())))), @finally: null)));
    }

    // Other members that get something to be released: a try silences the rule about them as well.
    private static IEnumerable<(StatementSyntax Statement, AssignmentExpressionSyntax Assignment)> LaterAcquisitions(List<StatementSyntax> rest, FixTarget target) =>
        from statement in rest
        from assignment in statement.DescendantNodes().OfType<AssignmentExpressionSyntax>()
        where assignment.Right is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax or AwaitExpressionSyntax
        where MemberAt(assignment.Left, target) is { } member && ReleaseForm.For(TypeOf(member), statement, target.Model) is not null
        select (statement, assignment);

    private static ISymbol? MemberAt(ExpressionSyntax place, FixTarget target) =>
        place is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
            && target.Model.GetSymbolInfo(place, target.Cancellation).Symbol is { IsStatic: false } member and (IFieldSymbol or IPropertySymbol) ? member : null;

    private static ITypeSymbol TypeOf(ISymbol member) => member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;
}
