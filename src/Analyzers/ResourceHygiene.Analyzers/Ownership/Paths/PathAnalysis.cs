using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>
/// The path-sensitive half of the engine. Makes a graph only for functions with something to follow, follows each
/// resource first without facts about branches, and only what that would report once more with them.
/// </summary>
internal sealed class PathAnalysis
{
    private readonly ImmutableArray<IOperation> _blocks;
    private readonly Func<IOperation, ControlFlowGraph> _graphOf;
    private readonly FlowBody _body;
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;
    private readonly List<OwnershipFinding> _findings = new();
    private readonly Dictionary<(IOperation Root, IMethodSymbol? Function), ControlFlowGraph?> _flows = new();
    private readonly Dictionary<ControlFlowGraph, ILookup<IMethodSymbol, IFlowAnonymousFunctionOperation>> _lambdas = new();
    private bool _isTooDeep;

    public PathAnalysis(
        ImmutableArray<IOperation> blocks, Func<IOperation, ControlFlowGraph> graphOf, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        _blocks = blocks;
        _graphOf = graphOf;
        _body = body;
        _knowledge = knowledge;
        _session = session;
    }

    public IEnumerable<OwnershipFinding> Run(List<Obligation> obligations, ReleasedVariables releases)
    {
        List<Obligation> followed = obligations.FindAll(IsWorthFollowing);
        List<(ISymbol Variable, IOperation Mention)> variables = releases.IsEmpty ? new() : releases.Candidates().ToList();
        if (followed.Count == 0 && variables.Count == 0)
            return _findings;

        var sites = new SiteTable();
        for (int i = 0; i < followed.Count; i++)
            sites.Add(followed[i].Acquisition.Operation, i);
        var graphs = new Dictionary<(IOperation Root, IMethodSymbol? Function), LoweredGraph?>();
        for (int i = 0; i < followed.Count; i++)
        {
            if (GraphFor(followed[i].Acquisition.Operation, sites, graphs) is { } graph)
                Follow(followed[i], i, graph);
            else if (_isTooDeep)
                _findings.Add(LeakVerdict.BudgetExceeded(followed[i]));
        }

        RemoveWrapped(followed);

        foreach ((ISymbol variable, IOperation mention) in variables)
        {
            if (GraphFor(mention, sites, graphs) is { } graph)
                Follow(variable, graph);
        }

        return _findings;
    }

    /// <summary>Whether some path loses the resource at all, other than by an exception.</summary>
    public bool IsEverLost(Obligation obligation)
    {
        var sites = new SiteTable();
        sites.Add(obligation.Acquisition.Operation, 0);
        if (GraphFor(obligation.Acquisition.Operation, sites, new()) is not { } graph)
            return true;
        var walk = new LeakWalk(graph, 0, obligation.Acquisition, usesFacts: false);
        return !PathExplorer.Run(graph, walk, PathState.Start, _session)
            || walk.Losses.Exists(static loss => loss.Kind is LossKind.OutOfScope or LossKind.Overwritten or LossKind.Thrown);
    }

    /// <summary>How every path certainly lets the resource go, exceptional ones included; null where some path may not, or not all could be followed.</summary>
    public Discharge? DischargeOf(Obligation obligation)
    {
        var sites = new SiteTable();
        sites.Add(obligation.Acquisition.Operation, 0);
        if (GraphFor(obligation.Acquisition.Operation, sites, new()) is not { } graph)
            return null;
        // What is known when the first round of a loop begins does not hold for the others.
        var walk = new LeakWalk(graph, 0, obligation.Acquisition, usesFacts: !LeakWalk.IsRepeated(obligation.Acquisition.Operation));
        return PathExplorer.Run(graph, walk, PathState.Start, _session) && !walk.IsImprecise && walk is { Losses.Count: 0, HasEscaped: false, IsDoubtful: false }
            ? new Discharge(walk.IsDischarged)
            : null;
    }

    /// <summary>True when all paths of the function could be followed, and none uses, returns or releases what the variable holds after its release.</summary>
    public bool IsNeverMisused(ISymbol variable, IOperation mention)
    {
        if (GraphFor(mention, new SiteTable(), new()) is not { } graph || graph.Places.Find(variable) is not (>= 0 and var place))
            return false;
        var walk = new ReleaseWalk(graph, place);
        return PathExplorer.Run(graph, walk, walk.Entry, _session) && !walk.IsImprecise && !walk.Misuses.Any();
    }

    // What nothing discharges is reported already; what a using holds from the start cannot be lost.
    private static bool IsWorthFollowing(Obligation obligation) =>
        obligation.Fate is { IsDischarged: true, IsFaceOfThis: false } && obligation.Fate.Places.Count > 0 && !obligation.IsUsedAtOnce;

    // What is lost together with its holder needs no word of its own.
    private void RemoveWrapped(List<Obligation> followed)
    {
        foreach (Obligation inner in followed)
        {
            if (_findings.Exists(finding => inner.Fate.Faces.Contains(finding.Site)))
                _findings.RemoveAll(finding => finding.Site == inner.Acquisition.Operation);
        }
    }

    private void Follow(Obligation obligation, int site, LoweredGraph graph)
    {
        var rough = new LeakWalk(graph, site, obligation.Acquisition, usesFacts: false);
        bool isComplete = PathExplorer.Run(graph, rough, PathState.Start, _session, graph.Beginnings.OfSite(site));
        if (isComplete && rough.Losses.Count == 0 && rough.WrongReleases.Count == 0)
            return;
        var precise = new LeakWalk(graph, site, obligation.Acquisition, usesFacts: true);
        isComplete = PathExplorer.Run(graph, precise, PathState.Start, _session);
        var verdict = new LeakVerdict(obligation, precise, graph) { IsOtherLetOut = IsOtherLetOut(obligation, graph) };
        if (isComplete && !precise.IsImprecise)
            _findings.AddRange(verdict.ReleasedByOthers());
        if (verdict.Finding is not { } finding)
            return;
        // A path that may be impossible is not reported; that not all were followed is.
        if (!isComplete || precise.IsImprecise)
        {
            if (IsNeverLostWhereJoined(obligation, site, graph))
                return;
            finding = LeakVerdict.BudgetExceeded(obligation);
        }

        if (!_findings.Exists(known => known.Kind == finding.Kind && known.At is not null && known.At == finding.At))
            _findings.Add(finding);
    }

    // args = q.Dequeue(); … args = q.Dequeue(); Send(args): what leaves is what the variable holds then. One variable, all of
    // whose mentions the graph has.
    private bool IsOtherLetOut(Obligation obligation, LoweredGraph graph)
    {
        if (obligation.Fate is not { Escapes: true, Places: [ILocalSymbol { RefKind: RefKind.None } local] } || graph.Places.Find(local) is not (>= 0 and var place))
            return false;
        IMethodSymbol? function = FlowBody.EnclosingFunction(obligation.Acquisition.Operation);
        return graph.LetsGoOf(place) && _body.ReferencesTo(local).All(mention =>
            SymbolEqualityComparer.Default.Equals(FlowBody.EnclosingFunction(mention), function) && mention.Parent is not (IArgumentOperation { Parameter.RefKind: RefKind.Ref } or IInvalidOperation));
    }

    // With more conditions than can be told apart: what is not lost even where paths are joined is not lost at all.
    private bool IsNeverLostWhereJoined(Obligation obligation, int site, LoweredGraph graph)
    {
        var joined = new LeakWalk(graph, site, obligation.Acquisition, usesFacts: true);
        return PathExplorer.Run(graph, joined, PathState.Start, _session, joinsFacts: true) && !joined.IsImprecise && new LeakVerdict(obligation, joined, graph) { IsOtherLetOut = IsOtherLetOut(obligation, graph) }.Finding is null;
    }

    private void Follow(ISymbol variable, LoweredGraph graph)
    {
        int place = graph.Places.Find(variable);
        // What a type that does not exist does after its release is not known.
        if (place < 0 || graph.Places[place].Type is not { TypeKind: not TypeKind.Error } type || _knowledge.Types.IsIgnored(type))
            return;
        // Facts only take paths away: what no path misuses without them, none misuses.
        var rough = new ReleaseWalk(graph, place, usesFacts: false);
        IReadOnlyCollection<int>? from = graph.Places[place].Kind == PlaceKind.Local ? graph.Beginnings.OfVariable(place) : null;
        if (PathExplorer.Run(graph, rough, rough.Entry, _session, from) && !VerdictOn(rough, isComplete: true).MayFindAnything)
            return;
        var walk = new ReleaseWalk(graph, place);
        bool isComplete = PathExplorer.Run(graph, walk, walk.Entry, _session);
        foreach (OwnershipFinding finding in VerdictOn(walk, isComplete && !walk.IsImprecise).Findings())
        {
            // Two variables that hold the same resource tell the same story.
            if (!_findings.Exists(known => known.Kind >= FindingKind.ReleasedTwice && known.At == finding.At))
                _findings.Add(finding);
        }

        ReleaseVerdict VerdictOn(ReleaseWalk walked, bool isComplete) =>
            new(walked, graph.Places[place], _knowledge.Types.TraitsOf(type), release => RawValues.ReleasedFamily(release, _knowledge, _session), isComplete);
    }

    private LoweredGraph? GraphFor(IOperation operation, SiteTable sites, Dictionary<(IOperation Root, IMethodSymbol? Function), LoweredGraph?> graphs)
    {
        if (RootOf(operation) is not { } root)
            return null;
        IMethodSymbol? function = FlowBody.EnclosingFunction(operation);
        if (graphs.TryGetValue((root, function), out LoweredGraph? known))
            return known;
        AnalysisCounters.CountGraph();
        LoweredGraph? lowered = Lower(root, function, sites);
        graphs.Add((root, function), lowered);
        return lowered;
    }

    private LoweredGraph? Lower(IOperation root, IMethodSymbol? function, SiteTable sites)
    {
        try
        {
            return FunctionGraph(root, function) is { } graph ? Lowering.Run(graph, function ?? OwnerOf(root), _body, sites, _knowledge, _session) : null;
        }
        catch (InsufficientExecutionStackException)
        {
            // A stack overflow would take the compiler with it.
            _isTooDeep = true;
            return null;
        }
    }

    private IOperation? RootOf(IOperation operation)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            if (_blocks.Contains(current))
                return current;
        }

        return null;
    }

    private ISymbol? OwnerOf(IOperation root) => root.SemanticModel?.GetEnclosingSymbol(root.Syntax.SpanStart, _session.Cancellation) is IMethodSymbol method ? method : null;

    // Whoever asks for one nested function asks for its neighbours, and each time the graph around them is asked for.
    private ControlFlowGraph? FunctionGraph(IOperation root, IMethodSymbol? function)
    {
        if (!_flows.TryGetValue((root, function), out ControlFlowGraph? graph))
            _flows.Add((root, function), graph = function is null ? _graphOf(root) : NestedGraph(root, function));
        return graph;
    }

    private ControlFlowGraph? NestedGraph(IOperation root, IMethodSymbol function)
    {
        if (FunctionGraph(root, function.ContainingSymbol as IMethodSymbol is { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } outer ? outer : null) is not { } around)
            return null;
        if (function.MethodKind == MethodKind.LocalFunction)
            return around.LocalFunctions.Contains(function, SymbolEqualityComparer.Default) ? around.GetLocalFunctionControlFlowGraph(function, _session.Cancellation) : null;
        return LambdasIn(around)[function].FirstOrDefault() is { } lambda ? around.GetAnonymousFunctionControlFlowGraph(lambda, _session.Cancellation) : null;
    }

    private ILookup<IMethodSymbol, IFlowAnonymousFunctionOperation> LambdasIn(ControlFlowGraph graph)
    {
        if (!_lambdas.TryGetValue(graph, out ILookup<IMethodSymbol, IFlowAnonymousFunctionOperation>? lambdas))
        {
            lambdas = graph.Blocks
                .SelectMany(static block => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
                .SelectMany(static operation => operation.DescendantsAndSelf())
                .OfType<IFlowAnonymousFunctionOperation>()
                .ToLookup(static lambda => lambda.Symbol, (IEqualityComparer<IMethodSymbol>)SymbolEqualityComparer.Default);
            _lambdas.Add(graph, lambdas);
        }

        return lambdas;
    }
}
