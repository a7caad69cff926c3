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

/// <summary>RH3002: the release that comes first leaves null behind, and the later one asks for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SetToNullAfterReleaseFix))]
[Shared]
public sealed class SetToNullAfterReleaseFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.PossiblyReleasedTwice);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node is not InvocationExpressionSyntax call || HolderOf(call) is not { } holder || target.FirstPlace is not { } place
            || FirstRelease(target.Root.FindNode(place, getInnermostNodeForTie: true), holder) is not { } first
            || target.Model.GetSymbolInfo(holder, target.Cancellation).Symbol is not { } variable || !CanBeNull(variable)
            || ReleaseCall.StatementOf(ReleaseCall.Whole(call)) is not { } later || later == first || IsUsedLater(variable, first, later, target))
        {
            yield break;
        }

        // Whatever releases it later must ask, not only the release that was reported.
        Dictionary<StatementSyntax, StatementSyntax> asking = [];
        foreach ((StatementSyntax statement, InvocationExpressionSyntax release) in ReleasesAfter(first, holder).Prepend((later, call)))
        {
            if (!asking.ContainsKey(statement) && NullSafe(statement, release, holder) is { } safe)
                asking.Add(statement, safe);
        }

        SyntaxNode root = target.Root.TrackNodes(asking.Keys.Append(first));
        foreach (KeyValuePair<StatementSyntax, StatementSyntax> pair in asking)
            root = root.ReplaceNode(root.GetCurrentNode(pair.Key)!, pair.Value);
        if (!IsSetToNull(StatementLists.After(first).FirstOrDefault(), holder))
        {
            StatementSyntax setToNull = SyntaxFactory.ExpressionStatement(SyntaxFactory.AssignmentExpression(
                SyntaxKind.SimpleAssignmentExpression, holder.WithoutTrivia(), SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression)));
            root = StatementEdits.InsertAfter(root, root.GetCurrentNode(first)!, setToNull);
        }

        if (asking.Count > 0 || !IsSetToNull(StatementLists.After(first).FirstOrDefault(), holder))
            yield return new ProposedFix("Set to null after release", root);
    }

    private static ExpressionSyntax? HolderOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } } access => access.Expression,
        MemberBindingExpressionSyntax when call.Parent is ConditionalAccessExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } } access =>
            access.Expression,
        _ => null,
    };

    private static StatementSyntax? FirstRelease(SyntaxNode node, ExpressionSyntax holder) =>
        node.AncestorsAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault() is { } call && HolderOf(call) is { } same && SyntaxFactory.AreEquivalent(same, holder)
            ? ReleaseCall.StatementOf(ReleaseCall.Whole(call))
            : null;

    private static IEnumerable<(StatementSyntax Statement, InvocationExpressionSyntax Call)> ReleasesAfter(StatementSyntax first, ExpressionSyntax holder) =>
        BodyAround(first).DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => HolderOf(call) is { } same && SyntaxFactory.AreEquivalent(same, holder) && ReleaseCall.Around(same, releaseMethod: null) is not null && Jumps.CanReach(first, call))
            .Select(static call => (ReleaseCall.StatementOf(ReleaseCall.Whole(call))!, call))
            .Where(release => release.Item1 is not null && release.Item1 != first);

    private static SyntaxNode BodyAround(SyntaxNode node) =>
        node.AncestorsAndSelf().First(static ancestor => ancestor is MemberDeclarationSyntax and not GlobalStatementSyntax || ancestor.Parent is null);

    private static bool CanBeNull(ISymbol variable) => variable switch
    {
        ILocalSymbol { IsUsing: false, IsConst: false, RefKind: RefKind.None, Type.IsReferenceType: true } => true,
        IFieldSymbol { IsReadOnly: false, Type: { IsReferenceType: true, NullableAnnotation: not NullableAnnotation.NotAnnotated } } => true,
        IParameterSymbol { RefKind: RefKind.None, Type: { IsReferenceType: true, NullableAnnotation: not NullableAnnotation.NotAnnotated } } => true,
        _ => false,
    };

    // Whoever uses it after the first release would meet null instead.
    private static bool IsUsedLater(ISymbol variable, StatementSyntax first, StatementSyntax later, FixTarget target)
    {
        return BodyAround(first).DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            name.SpanStart > first.Span.End && !later.Span.Contains(name.Span) && name.Identifier.ValueText == variable.Name
            && !UseClassifier.IsWrite(name) && ReleaseCall.Around(name, releaseMethod: null) is null && !IsNullCheck(name)
            && SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(name, target.Cancellation).Symbol, variable)
            && Jumps.CanReach(first, name));
    }

    private static bool IsNullCheck(IdentifierNameSyntax name) => name.Parent switch
    {
        BinaryExpressionSyntax test => test.Left == name && test.Right.IsKind(SyntaxKind.NullLiteralExpression),
        IsPatternExpressionSyntax => true,
        ConditionalAccessExpressionSyntax => true,
        _ => false,
    };

    private static bool IsSetToNull(StatementSyntax? statement, ExpressionSyntax holder) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right.RawKind: (int)SyntaxKind.NullLiteralExpression } assignment }
            && SyntaxFactory.AreEquivalent(assignment.Left, holder);

    private static StatementSyntax? NullSafe(StatementSyntax later, InvocationExpressionSyntax call, ExpressionSyntax holder)
    {
        if (call.Expression is not MemberAccessExpressionSyntax access || later.Parent is IfStatementSyntax { Condition: { } condition } && IsAbout(condition, holder))
            return null;
        if (later is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax } plain)
        {
            return plain.WithExpression(SyntaxFactory.ConditionalAccessExpression(
                access.Expression, call.WithExpression(SyntaxFactory.MemberBindingExpression(access.Name)).WithoutLeadingTrivia()));
        }

        return ReleaseForm.GuardedByNullCheck(holder.WithoutTrivia(), later.WithoutTrivia())
            .WithTriviaFrom(later)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static bool IsAbout(ExpressionSyntax condition, ExpressionSyntax holder) =>
        condition.DescendantNodes().OfType<ExpressionSyntax>().Any(part => SyntaxFactory.AreEquivalent(part, holder));
}
