using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>The path on which a resource was lost: what decided, in words, and where.</summary>
internal sealed class Witness
{
    private const int MaxLocations = 8;
    public Witness(Loss loss, LoweredGraph graph, ISymbol? holder)
    {
        var decisions = new List<Decision>();
        Decision deciding = default;
        Decision reason = loss.Reason;
        bool isDecided = false;
        for (PathNode? node = loss.Node; node is not null; node = node.Parent)
        {
            if (reason.IsChoice)
                decisions.Add(reason);
            // The last choice from which the obligation could still have been discharged decided.
            if (!isDecided && node.CanDischarge && reason.IsChoice)
            {
                deciding = reason;
                isDecided = true;
            }

            if (node.State.Typestate == Typestate.Absent)
                break;
            reason = node.Reason;
        }

        decisions.Reverse();
        if (!deciding.IsChoice)
            deciding = loss.Choice;
        if (!deciding.IsChoice && decisions.Count > 0)
            deciding = decisions[decisions.Count - 1];
        SyntaxNode? end = EndOf(loss, decisions, graph, holder);
        Deciding = deciding;
        (Decision, Quoted) = Describe(deciding, end);
        IEnumerable<Location> locations = decisions.Skip(decisions.Count - MaxLocations).Select(static decision => (decision.Condition ?? decision.Thrower!).Syntax.GetLocation());
        Locations = locations.Concat(end is null ? Enumerable.Empty<Location>() : new[] { EndLocation(end) }).ToImmutableArray();
    }

    /// <summary>The choice after which the resource was lost.</summary>
    public Decision Deciding { get; }

    /// <summary>What decided: "'flag' is false (line 7)", "'Parse' throws (line 9)", "line 12 is reached".</summary>
    public string Decision { get; }

    /// <summary>The code that <see cref="Decision"/> speaks about, in the place of <see cref="OwnershipFinding.QuoteMark"/>.</summary>
    public string? Quoted { get; }

    /// <summary>The choices of the path in its order, and where it loses the resource.</summary>
    public ImmutableArray<Location> Locations { get; }

    /// <summary>What a reader calls an operation that throws.</summary>
    public static string NameOf(IOperation operation) => operation switch
    {
        // await x.ReadAsync().ConfigureAwait(false): what throws is the reading.
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task } => NameOf(task),
        IAwaitOperation { Operation: IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured } => NameOf(configured),
        IInvocationOperation call => CallFacts.DisplayName(call.TargetMethod),
        IObjectCreationOperation { Constructor: { } constructor } => CallFacts.DisplayName(constructor),
        IAwaitOperation @await => @await.Operation is IInvocationOperation awaited ? CallFacts.DisplayName(awaited.TargetMethod) : "await " + @await.Operation.Syntax,
        IPropertyReferenceOperation property => property.Property.Name,
        _ => operation.Syntax.ToString(),
    };

    private static (string Text, string? Quoted) Describe(Decision decision, SyntaxNode? end)
    {
        const string Code = "'" + OwnershipFinding.QuoteMark + "'";
        if (decision.Thrower is { } thrower)
            return ($"{Code} (line {LineOf(thrower.Syntax)}) throws", NameOf(thrower));
        if (decision.Condition is not { } condition)
            return (end is null ? "the method ends" : $"line {EndLocation(end).GetLineSpan().StartLinePosition.Line + 1} is reached", null);
        int line = LineOf(condition.Syntax);
        if (condition.IsImplicit || condition.Syntax is StatementSyntax)
            return (condition.Syntax is CommonForEachStatementSyntax ? $"the loop on line {line} {(decision.Outcome ? "runs" : "ends")}" : $"line {line} {(decision.Outcome ? "applies" : "does not apply")}", null);
        bool outcome = decision.Outcome;
        SyntaxNode text = condition.Syntax;
        while (text is ParenthesizedExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression })
        {
            outcome = text is PrefixUnaryExpressionSyntax ? !outcome : outcome;
            text = text is PrefixUnaryExpressionSyntax not ? not.Operand : ((ParenthesizedExpressionSyntax)text).Expression;
        }

        string value = condition is IIsNullOperation ? (outcome ? "null" : "not null") : outcome ? "true" : "false";
        return ($"{Code} is {value} (line {line})", text.ToString());
    }

    // What leaves no trace in the graph is looked for in the text.
    private static SyntaxNode? EndOf(Loss loss, List<Decision> decisions, LoweredGraph graph, ISymbol? holder)
    {
        if (loss.At is not null)
            return loss.At.Syntax;
        for (PathNode? node = loss.Node; node is not null; node = node.Parent)
        {
            IOperation? last = graph.Graph.Blocks[node.Block].BranchValue;
            if (last?.Syntax.FirstAncestorOrSelf<StatementSyntax>() is ReturnStatementSyntax or ThrowStatementSyntax)
                return last!.Syntax.FirstAncestorOrSelf<StatementSyntax>();
            if (last is not null || node.Reason.IsChoice)
                break;
        }

        Decision lastDecision = decisions.LastOrDefault(static decision => decision.IsChoice && !IsOfCleanUp(decision));
        if (lastDecision.IsChoice && ScopeOf(holder) is { } scope && new LosingEnd(scope).After(lastDecision) is { } end)
            return end;
        return loss.Node.Parent is null ? null : BodyOf(graph.Graph.OriginalOperation.Syntax);
    }

    // What is asked on the way out, in a finally or by a using, is no choice about where to go.
    private static bool IsOfCleanUp(Decision decision) =>
        (decision.Condition ?? decision.Thrower)!.Syntax.Ancestors().Any(static node => node is FinallyClauseSyntax) || IsOfUsing(decision);

    private static bool IsOfUsing(Decision decision) => decision.Condition is { IsImplicit: true, Syntax: not CommonForEachStatementSyntax } condition
        && condition.Syntax.FirstAncestorOrSelf<SyntaxNode>(static node => node is SwitchLabelSyntax or StatementSyntax) is not SwitchLabelSyntax;

    private static SyntaxNode? ScopeOf(ISymbol? holder) =>
        (holder as ILocalSymbol)?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().Ancestors().FirstOrDefault(static node => node is BlockSyntax or SwitchSectionSyntax);

    private static BlockSyntax? BodyOf(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax { Body: { } body } => body,
        LocalFunctionStatementSyntax { Body: { } body } => body,
        AccessorDeclarationSyntax { Body: { } body } => body,
        AnonymousFunctionExpressionSyntax { Block: { } body } => body,
        _ => null,
    };

    // A body ends at its closing brace.
    private static Location EndLocation(SyntaxNode end) =>
        end is BlockSyntax block ? block.CloseBraceToken.GetLocation() : end.GetLocation();

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
