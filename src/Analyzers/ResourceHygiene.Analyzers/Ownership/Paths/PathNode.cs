using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>Why a path went where it went: a condition and its outcome, or a call that threw; empty where it had no choice.</summary>
internal readonly record struct Decision(IOperation? Condition, bool Outcome, IOperation? Thrower)
{
    /// <summary>True where a reader sees a choice; the null check that a using hides is none.</summary>
    public bool IsChoice => Condition is not (null or IIsNullOperation { IsImplicit: true, Syntax: StatementSyntax or VariableDeclaratorSyntax }) || Thrower is not null;
}

/// <summary>A block entered in a certain state. The nodes form the graph of all explored paths.</summary>
internal sealed class PathNode
{
    public PathNode(int block, Continuation? continuation, PathState state)
    {
        Block = block;
        Continuation = continuation;
        State = state;
    }

    public int Block { get; }

    public Continuation? Continuation { get; }

    /// <summary>The state; it loses facts where paths are joined.</summary>
    public PathState State { get; set; }

    /// <summary>The node from which this one was reached first, null at the entry.</summary>
    public PathNode? Parent { get; set; }

    /// <summary>Why the first path came here.</summary>
    public Decision Reason { get; set; }

    public List<PathNode> Predecessors { get; } = new();

    /// <summary>Some way from here discharges the obligation.</summary>
    public bool CanDischarge { get; private set; }

    /// <summary>Notes that the obligation is discharged in this node, and so can be from all that lead here.</summary>
    public void Discharge()
    {
        var pending = new Stack<PathNode>();
        pending.Push(this);
        while (pending.Count > 0)
        {
            PathNode node = pending.Pop();
            if (node.CanDischarge)
                continue;
            node.CanDischarge = true;
            foreach (PathNode predecessor in node.Predecessors)
                pending.Push(predecessor);
        }
    }
}
