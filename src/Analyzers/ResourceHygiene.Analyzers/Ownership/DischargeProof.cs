using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Paths;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// The engine asked the other way round: not what is wrong in a body, but what is certainly right. Silence of the rules is
/// no proof; here every path must have been followed to a release or to a new owner.
/// </summary>
internal sealed class DischargeProof
{
    private readonly List<Obligation> _obligations = new();
    private readonly Dictionary<Obligation, bool> _proven = new();
    private readonly PathAnalysis _paths;
    private readonly InferenceSession _session;

    /// <param name="blocks">The operation blocks of one member.</param>
    /// <param name="graphOf">Makes the control-flow graph of a block.</param>
    /// <param name="knowledge">What is known about types and methods.</param>
    /// <param name="cancellation">Stops the analysis.</param>
    public DischargeProof(ImmutableArray<IOperation> blocks, Func<IOperation, ControlFlowGraph> graphOf, OwnershipKnowledge knowledge, CancellationToken cancellation)
    {
        Knowledge = knowledge;
        Body = new FlowBody(blocks);
        _session = new InferenceSession(cancellation);
        _paths = new PathAnalysis(blocks, graphOf, Body, knowledge, _session);
        foreach (IOperation operation in Body.Operations)
        {
            if (Acquisition.TryCreate(operation, knowledge, _session) is { } acquisition)
                _obligations.Add(new Obligation(acquisition) { Fate = ResourceFlow.OfValue(operation, Body, knowledge, _session) });
        }
    }

    public FlowBody Body { get; }

    public OwnershipKnowledge Knowledge { get; }

    public IReadOnlyList<Obligation> Obligations => _obligations;

    /// <summary>True when every path releases the resource or hands it on.</summary>
    public bool IsDischarged(Obligation obligation)
    {
        if (_proven.TryGetValue(obligation, out bool known))
            return known;
        // Against a circle of wrappers, which cannot be, but must not hang.
        _proven[obligation] = false;
        return _proven[obligation] = obligation.IsUsedAtOnce || Prove(obligation);
    }

    /// <summary>True when nothing happens to what the variable holds after its release.</summary>
    public bool IsNeverMisused(ISymbol variable, IOperation mention) => _paths.IsNeverMisused(variable, mention);

    /// <summary>True when it is stated, or seen in a body, that somebody else owns what a call yields. A guess is not enough.</summary>
    public bool IsBorrowed(IOperation value)
    {
        switch (value)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                return IsBorrowed(conversion.Operand);
            case IAwaitOperation await:
                return IsBorrowed(await.Operation);
            case IInvocationOperation call:
                IMethodSymbol method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
                return Knowledge.Declared.Of(method).OrElse(ContractInference.Infer(method, Knowledge, _session)).Result == ResultRole.Borrowed;
            default:
                return false;
        }
    }

    private bool Prove(Obligation obligation)
    {
        // Whoever enumerates may stop before the release.
        if (IsInIterator(obligation.Acquisition.Operation) || _paths.DischargeOf(obligation) is not { } discharge)
            return false;
        if (discharge.IsCertain)
            return true;
        // What stands for its argument owes nothing beyond it.
        IOperation operation = obligation.Acquisition.Operation;
        List<Obligation> wrapped = _obligations.FindAll(inner => inner != obligation && inner.Fate.Faces.Contains(operation));
        return obligation.Acquisition.IsFace && (wrapped.Count > 0 ? wrapped.TrueForAll(IsDischarged) : WrapsParameter(operation));
    }

    private bool IsInIterator(IOperation operation) => Body.Operations.Any(other => other.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak
        && SymbolEqualityComparer.Default.Equals(FlowBody.EnclosingFunction(other), FlowBody.EnclosingFunction(operation)));

    private static bool WrapsParameter(IOperation operation) => operation switch
    {
        IObjectCreationOperation creation => creation.Arguments.Any(static argument => IsLent(argument.Value)),
        IInvocationOperation call => call.Arguments.Any(static argument => IsLent(argument.Value)),
        _ => false,
    };

    private static bool IsLent(IOperation value) =>
        value is IParameterReferenceOperation or IFieldReferenceOperation or IConversionOperation { Operand: IParameterReferenceOperation or IFieldReferenceOperation };
}
