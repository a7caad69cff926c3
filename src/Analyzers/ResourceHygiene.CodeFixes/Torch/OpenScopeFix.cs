using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>
/// RH5001, RH5002, RH5005: opens a scope, in each round of the loop around it or else in the method, and moves out what
/// the method returns. Offered only where nothing else of what is made there is kept, and where the scope stays on its thread.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OpenScopeFix))]
[Shared]
public sealed class OpenScopeFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(RuleIds.TensorNotOwned, RuleIds.IntermediateLost, RuleIds.ScopeGrowsInLoop);

    // What names a tensor changes less about when it is released.
    private protected override CodeActionPriority Priority => CodeActionPriority.Low;

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        bool isGrowth = target.Diagnostic.Id == RuleIds.ScopeGrowsInLoop;
        // That is reported on the loop: what counts is the round that makes the first tensor. One made in a condition has no round of its own.
        StatementSyntax? loopBody = LoopBodyAround(isGrowth && target.LastPlace is { } made ? target.Root.FindNode(made) : target.Node);
        if (isGrowth && (loopBody is null || !target.Node.Span.Contains(loopBody.Span)))
            yield break;
        if (loopBody is not null)
        {
            if (!KeepsSomething(loopBody, loopBody, target) && !LeavesThread(loopBody) && !Returned(loopBody).Any(value => IsTensor(value, target)))
            {
                foreach (StatementSyntax opening in TensorScopes.Openings(loopBody, target.Model))
                    yield return new ProposedFix("Open a DisposeScope in each round", OpenIn(target.Root, loopBody, opening));
            }

            yield break;
        }

        if (FunctionBodyAround(target.Node) is not { } body || KeepsSomething(body, body, target) || LeavesThread(body))
            yield break;
        List<ExpressionSyntax> moved = Returned(body).Where(value => IsTensor(value, target)).ToList();
        // What was there before is not this scope's to move; of several values at once one cannot be told here.
        if (moved.Exists(value => !IsMade(value, target)) || Returned(body).Any(static value => value is TupleExpressionSyntax) || body.DescendantNodes().Any(static node => node is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } && node.ToString().Contains("NewDisposeScope")))
            yield break;
        foreach (StatementSyntax opening in TensorScopes.Openings(body, target.Model))
        {
            SyntaxNode root = target.Root.TrackNodes(moved.Cast<SyntaxNode>().Append(body));
            foreach (ExpressionSyntax value in moved)
            {
                ExpressionSyntax current = root.GetCurrentNode(value)!;
                root = root.ReplaceNode(current, TensorScopes.Calling(current, TensorScopes.MoveToOuter));
            }

            yield return new ProposedFix("Open a DisposeScope", OpenIn(root, root.GetCurrentNode(body)!, opening));
        }
    }

    private static SyntaxNode OpenIn(SyntaxNode root, StatementSyntax body, StatementSyntax opening)
    {
        if (body is BlockSyntax { Statements: [var first, ..] })
            return StatementEdits.InsertBefore(root, first, opening);
        return body is BlockSyntax block ? StatementEdits.Append(root, block, opening) : StatementEdits.InsertBefore(root, body, opening);
    }

    private static StatementSyntax? LoopBodyAround(SyntaxNode node)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node; current is not null and not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax); child = current, current = current.Parent)
        {
            StatementSyntax? body = BodyOf(current);
            if (body is not null && child == body)
                return body;
        }

        return null;
    }

    private static StatementSyntax? BodyOf(SyntaxNode loop) => loop switch
    {
        CommonForEachStatementSyntax each => each.Statement,
        ForStatementSyntax counted => counted.Statement,
        WhileStatementSyntax @while => @while.Statement,
        DoStatementSyntax @do => @do.Statement,
        _ => null,
    };

    private static BlockSyntax? FunctionBodyAround(SyntaxNode node) => node.FirstAncestorOrSelf<SyntaxNode>(static candidate =>
        candidate is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax) switch
    {
        BaseMethodDeclarationSyntax method => method.Body,
        LocalFunctionStatementSyntax function => function.Body,
        AnonymousFunctionExpressionSyntax lambda => lambda.Block,
        AccessorDeclarationSyntax accessor => accessor.Body,
        _ => null,
    };

    private static IEnumerable<ExpressionSyntax> Returned(SyntaxNode body) =>
        Own(body).OfType<ReturnStatementSyntax>().Select(static @return => @return.Expression).OfType<ExpressionSyntax>();

    // Without what lambdas and local functions do.
    private static IEnumerable<SyntaxNode> Own(SyntaxNode body) =>
        body.DescendantNodesAndSelf(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    // A variable of outside, a field or a list gets a tensor: it would be disposed under their hands.
    private static bool KeepsSomething(SyntaxNode body, SyntaxNode scope, FixTarget target) => Own(body).Any(node => node switch
    {
        AssignmentExpressionSyntax assignment => MayHold(target.Model.GetTypeInfo(assignment.Left, target.Cancellation).Type)
            && assignment.Left is not ElementAccessExpressionSyntax && !IsDeclaredIn(assignment.Left, scope, target),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "Enqueue" or "Push" or "Insert" or "TryAdd" } access } call =>
            !IsDeclaredIn(access.Expression, scope, target) && call.ArgumentList.Arguments.Any(argument => IsTensor(argument.Expression, target)),
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword or (int)SyntaxKind.RefKeyword } argument => MayHold(target.Model.GetTypeInfo(argument.Expression, target.Cancellation).Type) && argument.Expression is not DeclarationExpressionSyntax,
        _ => false,
    });

    // An array, a list or a tuple of tensors too.
    private static bool MayHold(ITypeSymbol? type) => TensorScopes.IsTensor(type) || type switch
    {
        IArrayTypeSymbol array => MayHold(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(MayHold),
        _ => false,
    };

    private static bool IsDeclaredIn(ExpressionSyntax expression, SyntaxNode scope, FixTarget target) =>
        target.Model.GetSymbolInfo(expression, target.Cancellation).Symbol is ILocalSymbol local && local.DeclaringSyntaxReferences.Any(reference => scope.Span.Contains(reference.Span));

    private static bool IsTensor(ExpressionSyntax value, FixTarget target) => MayHold(target.Model.GetTypeInfo(value, target.Cancellation).Type);

    private static bool IsMade(ExpressionSyntax value, FixTarget target) => TensorScopes.IsTensor(target.Model.GetTypeInfo(value, target.Cancellation).Type) && value switch
    {
        InvocationExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or ElementAccessExpressionSyntax => true,
        IdentifierNameSyntax => target.Model.GetSymbolInfo(value, target.Cancellation).Symbol is ILocalSymbol,
        _ => false,
    };

    private static bool LeavesThread(SyntaxNode body) => Own(body).Any(static node => node is AwaitExpressionSyntax or YieldStatementSyntax);
}
