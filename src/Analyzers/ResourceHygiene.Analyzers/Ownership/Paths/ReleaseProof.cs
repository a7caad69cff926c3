using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>
/// Follows what a parameter holds through the body of its method, to tell what is released on every path on which a call
/// returns from what is released on some. Asked only where the structure of the body does not answer.
/// </summary>
internal static class ReleaseProof
{
    /// <summary>Released, possibly with a flag; else may be released; null when no path releases what was passed.</summary>
    public static ParameterContract? Of(IParameterSymbol parameter, IMethodSymbol method, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        var unknown = new ParameterContract(ParameterRole.MayBeReleased);
        if (GraphOf(body.Root, session.Cancellation) is not { } graph)
            return unknown;
        AnalysisCounters.CountGraph();
        LoweredGraph lowered = Lowering.Run(graph, method, body, new SiteTable(), knowledge, session, allMayThrow: true);
        int place = lowered.Places.Find((ISymbol)parameter);
        if (place < 0)
            return unknown;

        ParameterWalk? every = Walk(Facts.None);
        if (every is null)
            return unknown;
        if (every.ReleasesAlways)
            return new ParameterContract(ParameterRole.Released);
        if (every.ReleasesNever)
            return null;
        foreach (IParameterSymbol flag in method.Parameters)
        {
            if (flag is not { Type.SpecialType: SpecialType.System_Boolean, RefKind: RefKind.None } || lowered.Places.Find((ISymbol)flag) is var asked && (asked < 0 || !lowered.Places[asked].IsTested))
                continue;
            ParameterWalk? whenTrue = Walk(Facts.None.With(new Fact(asked, FactKind.Is, true)));
            ParameterWalk? whenFalse = Walk(Facts.None.With(new Fact(asked, FactKind.Is, false)));
            if (whenTrue is { ReleasesAlways: true } && whenFalse is { OnlyUses: true })
                return new ParameterContract(ParameterRole.Released, flag.Name, FlagValue: true);
            if (whenFalse is { ReleasesAlways: true } && whenTrue is { OnlyUses: true })
                return new ParameterContract(ParameterRole.Released, flag.Name, FlagValue: false);
        }

        return unknown;

        ParameterWalk? Walk(Facts facts)
        {
            var walk = new ParameterWalk(lowered, parameter.Type);
            var start = new PathState { Typestate = Typestate.Alive, Aliases = PlaceSet.Of(place), Facts = facts };
            return PathExplorer.Run(lowered, walk, start, session) ? walk : null;
        }
    }

    private static ControlFlowGraph? GraphOf(IOperation root, CancellationToken cancellation)
    {
        switch (root)
        {
            case IMethodBodyOperation body:
                return ControlFlowGraph.Create(body, cancellation);
            case IConstructorBodyOperation body:
                return ControlFlowGraph.Create(body, cancellation);
            case ILocalFunctionOperation function:
                IOperation? around = function.Parent;
                while (around is not (null or IMethodBodyOperation or IConstructorBodyOperation or ILocalFunctionOperation or IAnonymousFunctionOperation))
                    around = around.Parent;
                return around is not null && GraphOf(around, cancellation) is { } outer && outer.LocalFunctions.Contains(function.Symbol, SymbolEqualityComparer.Default)
                    ? outer.GetLocalFunctionControlFlowGraph(function.Symbol, cancellation)
                    : null;
            default:
                return null;
        }
    }
}
