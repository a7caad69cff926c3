using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Locks that belong to the thread that entered them, held where a method stops: what comes behind an await, or behind a
/// yield return, may run on another thread, which cannot leave them. A question of what stands where, not of paths: the
/// stop stands between the two in the block that enters, and nothing that stands before it leaves.
/// </summary>
internal static class ThreadBoundLocks
{
    private static readonly string[] s_families = { "lock.monitor", "lock.lock", "lock.spin", "lock.read", "lock.write", "lock.upgradeable", "lock.reader", "lock.writer" };

    public static IEnumerable<OwnershipFinding> Find(List<Obligation> locks, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        List<IOperation>? stops = null;
        foreach (Obligation held in locks)
        {
            Acquisition acquisition = held.Acquisition;
            if (acquisition.Operation is not IInvocationOperation entering || !IsBound(acquisition.Traits.Family!, acquisition.ResourceType) || RegionOf(entering.Syntax) is not { } region)
                continue;
            stops ??= body.Operations.Where(static operation => operation is { IsImplicit: false, Kind: OperationKind.Await or OperationKind.YieldReturn } or IForEachLoopOperation { IsAsynchronous: true }).ToList();
            if (stops.Count == 0)
                yield break;
            List<SyntaxNode> leaves = LeavesOf(held.Fate.Places[0], acquisition.Traits.Family!, body, knowledge, session);
            IOperation? stop = stops.Find(stop => region.Exists(part => part.Span.Contains(stop.Syntax.Span)) && stop.Syntax.SpanStart > entering.Syntax.Span.End
                && SymbolEqualityComparer.Default.Equals(FlowBody.EnclosingFunction(stop), FlowBody.EnclosingFunction(entering))
                && leaves.Exists(leave => leave.SpanStart > stop.Syntax.Span.End)
                && !leaves.Exists(leave => leave.SpanStart > entering.Syntax.Span.End && leave.SpanStart < stop.Syntax.SpanStart));
            if (stop is null)
                continue;
            yield return new OwnershipFinding(FindingKind.LockHeldAcrossStop, entering, acquisition.ResourceType, acquisition.Traits, acquisition.Tier)
            {
                Place = held.Fate.Places[0].Name,
                Member = stop.Kind == OperationKind.YieldReturn ? "yield" : "await",
                Decision = stop.Kind == OperationKind.YieldReturn ? "yield return" : "await",
                Witness = ImmutableArray.Create(stop.Syntax.GetLocation()),
            };
        }
    }

    // A kernel semaphore counts; a mutex knows its thread.
    private static bool IsBound(string family, ITypeSymbol type) =>
        Array.IndexOf(s_families, family) >= 0 || (family == "lock.handle" && type.Name == "Mutex");

    // What is run with the lock held, if it ever is: what follows the statement that enters; of a condition the branch in which it held.
    private static List<SyntaxNode>? RegionOf(SyntaxNode entering) => entering.Parent switch
    {
        ExpressionStatementSyntax { Parent: BlockSyntax block } statement => After(statement, block),
        IfStatementSyntax branch when branch.Condition == entering => new List<SyntaxNode> { branch.Statement },
        _ => null,
    };

    private static List<SyntaxNode> After(StatementSyntax statement, BlockSyntax block) =>
        block.Statements.SkipWhile(other => other != statement).Skip(1).ToList<SyntaxNode>();

    private static List<SyntaxNode> LeavesOf(ISymbol variable, string family, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        var leaves = new List<SyntaxNode>();
        foreach (IOperation mention in body.MentionsOf(variable))
        {
            IOperation? user = mention.Parent;
            while (user is IConversionOperation or IArgumentOperation)
                user = user.Parent;
            if (user is IInvocationOperation call && knowledge.ContractOf(call.TargetMethod, session).Leaves is { } left && left.Family == family)
                leaves.Add(call.Syntax);
        }

        return leaves;
    }
}
