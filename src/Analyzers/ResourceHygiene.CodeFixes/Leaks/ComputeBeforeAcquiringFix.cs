using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>
/// RH1007: computes what may throw into a variable in front of the statement, so that nothing stands between the
/// acquisition and its owner. The temporary itself gets no <c>using</c>, since its owner releases it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ComputeBeforeAcquiringFix))]
[Shared]
public sealed class ComputeBeforeAcquiringFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.TemporaryLeaksIfThrows);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node is not ExpressionSyntax site || target.FirstPlace is not { } place
            || FindComputation(site, target.Root.FindNode(place, getInnermostNodeForTie: true)) is not { } computed
            || StatementAround(computed, site) is not { } statement || StatementLists.ListOf(statement) is null
            || !CanMove(computed, site, statement, target.Model) || !CanHold(computed, target.Model, target.Cancellation))
        {
            yield break;
        }

        string name = FreeName.For(StemFor(computed, target.Model, target.Cancellation), statement, target.Model);
        StatementSyntax declaration = SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(
            SyntaxFactory.IdentifierName(SyntaxFactory.Identifier("var").WithTrailingTrivia(SyntaxFactory.Space)),
            SyntaxFactory.SingletonSeparatedList(SyntaxFactory.VariableDeclarator(
                SyntaxFactory.Identifier(name), argumentList: null, SyntaxFactory.EqualsValueClause(computed.WithoutTrivia())))))
            .WithAdditionalAnnotations(Formatter.Annotation);
        SyntaxNode root = target.Root.TrackNodes(computed, statement);
        root = root.ReplaceNode(root.GetCurrentNode(computed)!, SyntaxFactory.IdentifierName(name).WithTriviaFrom(computed));
        yield return new ProposedFix($"Compute '{name}' before acquiring", StatementEdits.InsertBefore(root, root.GetCurrentNode(statement)!, declaration));
    }

    // The whole argument, member value or element that the throwing call is in, beside the temporary.
    private static ExpressionSyntax? FindComputation(ExpressionSyntax site, SyntaxNode threat)
    {
        ExpressionSyntax? found = null;
        foreach (SyntaxNode node in threat.AncestorsAndSelf())
        {
            if (node.Span.Contains(site.Span))
                break;
            if (node is AnonymousFunctionExpressionSyntax)
                return null;
            if (node is ExpressionSyntax expression && IsPart(expression))
                found = expression;
        }

        return found;
    }

    private static bool IsPart(ExpressionSyntax expression) => expression.Parent switch
    {
        ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.None) && argument.Parent is ArgumentListSyntax or TupleExpressionSyntax,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Right == expression && expression is not InitializerExpressionSyntax,
        InitializerExpressionSyntax or ExpressionElementSyntax => expression is not (AssignmentExpressionSyntax or InitializerExpressionSyntax),
        _ => false,
    };

    // Only where both are evaluated whenever the statement is.
    private static StatementSyntax? StatementAround(ExpressionSyntax computed, ExpressionSyntax site)
    {
        for (SyntaxNode? node = computed.Parent; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case ExpressionStatementSyntax or ReturnStatementSyntax or LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 }:
                    return node.Span.Contains(site.Span) ? (StatementSyntax)node : null;
                case UsingStatementSyntax { Parent: not UsingStatementSyntax } statement when !statement.Statement.Span.Contains(computed.Span) && statement.Declaration?.Variables.Count is null or 1:
                    return statement;
                case ArgumentSyntax or ArgumentListSyntax or BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or AwaitExpressionSyntax
                    or ParenthesizedExpressionSyntax or CastExpressionSyntax or InitializerExpressionSyntax or TupleExpressionSyntax or ArrayCreationExpressionSyntax
                    or ImplicitArrayCreationExpressionSyntax or CollectionExpressionSyntax or ExpressionElementSyntax or EqualsValueClauseSyntax or VariableDeclaratorSyntax or VariableDeclarationSyntax:
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } }:
                case AssignmentExpressionSyntax { Left: TupleExpressionSyntax or DeclarationExpressionSyntax }:
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    // Nothing that is evaluated before it may tell the difference: no other call, no assignment, no variable in between.
    private static bool CanMove(ExpressionSyntax computed, ExpressionSyntax site, StatementSyntax statement, SemanticModel model)
    {
        foreach (SyntaxNode node in statement.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax))
        {
            bool isBefore = node.Span.End <= computed.SpanStart;
            bool isOnTheWay = node == site || node.Span.Contains(site.Span);
            bool acts = node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax or ThrowExpressionSyntax;
            if (isBefore && acts && !isOnTheWay && !IsPartOf(node, site, model) && !IsWaiting(node, model))
                return false;
            bool writes = node is AssignmentExpressionSyntax { Parent: not (InitializerExpressionSyntax or ExpressionStatementSyntax) } || node is DeclarationPatternSyntax
                || node is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } || node is DeclarationExpressionSyntax { Parent: ArgumentSyntax }
                || node.RawKind is (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression or (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression;
            if (writes && node.SpanStart < computed.Span.End)
                return false;
        }

        return true;
    }

    // Another object that only waits for the same computation.
    private static bool IsWaiting(SyntaxNode node, SemanticModel model) =>
        node is BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null }
        && model.GetTypeInfo(node).Type is { } type && UsingForms.HasInterface(type, "System.IDisposable", model.Compilation);

    // A path that is put together for the acquisition: static calls of the BCL's string and path helpers change nothing.
    private static bool IsPartOf(SyntaxNode node, ExpressionSyntax site, SemanticModel model) =>
        site.Span.Contains(node.Span) && model.GetSymbolInfo(node).Symbol is IMethodSymbol { ContainingType: { } type }
        && (type.SpecialType == SpecialType.System_String || type is { Name: "Path" or "Math", ContainingNamespace.Name: "IO" or "System" });

    // A resource that is acquired earlier is the next to leak; a ref struct or nothing at all does not fit a variable.
    private static bool CanHold(ExpressionSyntax computed, SemanticModel model, CancellationToken cancellation)
    {
        TypeInfo info = model.GetTypeInfo(computed, cancellation);
        return info.Type is { SpecialType: not SpecialType.System_Void, IsRefLikeType: false, TypeKind: not (TypeKind.Error or TypeKind.Pointer or TypeKind.FunctionPointer) } type
            && computed is not (ImplicitObjectCreationExpressionSyntax or AnonymousFunctionExpressionSyntax or CollectionExpressionSyntax or RefExpressionSyntax)
            && !UsingForms.HasInterface(type, "System.IDisposable", model.Compilation) && !UsingForms.HasInterface(type, "System.IAsyncDisposable", model.Compilation)
            && ReleaseForm.ReleaseMethodOf(type) is null;
    }

    private static string StemFor(ExpressionSyntax computed, SemanticModel model, CancellationToken cancellation) => computed.Parent switch
    {
        ArgumentSyntax { NameColon.Name.Identifier.ValueText: { } name } => name,
        ArgumentSyntax argument when model.GetOperation(argument, cancellation) is IArgumentOperation { Parameter: { IsParams: false, Name: { } name } } => name,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: { } name } } => name,
        _ => "value",
    };
}
