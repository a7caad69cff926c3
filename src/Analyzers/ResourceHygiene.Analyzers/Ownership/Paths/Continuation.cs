using System.Collections.Immutable;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>
/// Where a path goes on when the finally region that it runs ends. The graph holds each finally once, whoever enters it,
/// so the way back travels with the path; paths with different ways back never meet inside.
/// </summary>
/// <param name="Outer">The way back of the finally region around this one, or null.</param>
/// <param name="Branch">The branch that was interrupted; null when an exception was.</param>
/// <param name="Next">With a branch, the index of the next of its finally regions.</param>
/// <param name="Unwinding">With an exception, the try-finally region that it leaves.</param>
internal sealed record Continuation(Continuation? Outer, ControlFlowBranch? Branch, int Next, ControlFlowRegion? Unwinding)
{
    public static Continuation OfBranch(Continuation? outer, ControlFlowBranch branch, int next) => new(outer, branch, next, null);

    public static Continuation OfException(Continuation? outer, ControlFlowRegion unwinding) => new(outer, null, 0, unwinding);
}
