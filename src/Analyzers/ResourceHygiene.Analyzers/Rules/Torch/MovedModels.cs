using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Rules.Async;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>RH5012: an optimizer is created from the parameters of a model that is moved afterwards, which replaces them.</summary>
internal static class MovedModels
{
    private static readonly string[] s_moves = { "to", "cuda", "cpu", "mps", "half", "float", "double", "bfloat16" };

    /// <param name="parameters">The call that reads the parameters.</param>
    /// <param name="file">The file.</param>
    public static void Check(InvocationExpressionSyntax parameters, TorchFile file)
    {
        if (parameters.Expression is not MemberAccessExpressionSyntax { Expression: var receiver } || file.PlaceOf(receiver) is not { } model || !TorchTypes.IsModule(file.TypeOf(receiver))
            || OptimizerAround(parameters, file) is not { } creation || HolderOf(creation, file) is not { } holder)
        {
            return;
        }

        foreach (LaterPart part in LaterCode.After(creation, file.Model))
        {
            if (part.IsNextRound)
                continue;
            foreach (SyntaxNode node in Functions.Within(part.Node))
            {
                if (node is AssignmentExpressionSyntax assignment && assignment.SpanStart > creation.SpanStart && IsOther(assignment, model, holder, file))
                    return;
                if (node is InvocationExpressionSyntax call && IsMove(call, model, file))
                {
                    if (IsUsedAfter(call, holder, file))
                        Report(creation, call, file);
                    return;
                }
            }
        }
    }

    private static ExpressionSyntax? OptimizerAround(InvocationExpressionSyntax parameters, TorchFile file)
    {
        foreach (SyntaxNode ancestor in parameters.Ancestors())
        {
            if (ancestor is StatementSyntax or MemberDeclarationSyntax || Functions.IsNested(ancestor))
                return null;
            if (ancestor is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax && TorchTypes.IsOptimizer(file.TypeOf((ExpressionSyntax)ancestor)))
                return (ExpressionSyntax)ancestor;
        }

        return null;
    }

    private static ISymbol? HolderOf(ExpressionSyntax creation, TorchFile file) => creation.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => file.Model.GetDeclaredSymbol(variable, file.Cancellation),
        AssignmentExpressionSyntax assignment when assignment.Right == creation => file.PlaceOf(assignment.Left),
        _ => null,
    };

    // Another model in the variable, or another optimizer: what follows is not about these two.
    private static bool IsOther(AssignmentExpressionSyntax assignment, ISymbol model, ISymbol holder, TorchFile file) =>
        file.PlaceOf(assignment.Left) is { } written
        && (SymbolEqualityComparer.Default.Equals(written, holder)
            || (SymbolEqualityComparer.Default.Equals(written, model) && !(Functions.Bare(assignment.Right) is InvocationExpressionSyntax call && IsMove(call, model, file))));

    private static bool IsMove(InvocationExpressionSyntax call, ISymbol model, TorchFile file) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: { } name, Expression: var receiver } && Array.IndexOf(s_moves, name) >= 0
        && SymbolEqualityComparer.Default.Equals(file.PlaceOf(receiver), model) && file.LibraryMethodOf(call) is not null;

    // A model that goes back to the host when its training is over takes no step any more.
    private static bool IsUsedAfter(InvocationExpressionSyntax move, ISymbol holder, TorchFile file)
    {
        if (holder is not ILocalSymbol)
            return !LaterCode.After(move, file.Model).Any(part => file.MentionsOf(holder, part.Node).Any(IsWritten));
        foreach (LaterPart part in LaterCode.After(move, file.Model))
        {
            // Made anew in every round.
            if (part.IsNextRound && holder.DeclaringSyntaxReferences.Any(declared => part.Node.Span.Contains(declared.Span)))
                return false;
            foreach (IdentifierNameSyntax mention in file.MentionsOf(holder, part.Node))
            {
                if (IsWritten(mention))
                    return false;
                if (mention.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "state_dict" or "save_state_dict" })
                    return true;
            }
        }

        return false;
    }

    private static bool IsWritten(IdentifierNameSyntax mention) =>
        (mention.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? (SyntaxNode)own : mention) is var place
        && place.Parent is AssignmentExpressionSyntax assignment && assignment.Left == place;

    private static void Report(ExpressionSyntax creation, InvocationExpressionSyntax move, TorchFile file) =>
        file.Report(
            UsageDescriptors.OptimizerBeforeMove,
            creation.GetLocation(),
            new[] { move.GetLocation() },
            limit => new object[]
            {
                ResourceWords.Shorten(Functions.RightmostName(creation) ?? "Optimizer", limit),
                ResourceWords.Shorten(move.Expression.ToString(), limit),
                ResourceWords.LineOf(move.GetLocation()),
            });
}
