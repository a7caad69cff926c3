using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>An acquisition and what may become of it, order and conditions left aside.</summary>
internal sealed class Obligation
{
    public Obligation(Acquisition acquisition)
    {
        Acquisition = acquisition;
        Tier = acquisition.Tier;
    }

    public Acquisition Acquisition { get; }

    public ResourceFate Fate { get; set; } = new();

    public ResourceTier Tier { get; set; }

    /// <summary>Another obligation of this body speaks for this one.</summary>
    public bool IsSettled { get; set; }

    /// <summary>What gives it gives nothing at times, and which times are those something else may tell: no path shows that it is lost.</summary>
    public bool MayBeNothing { get; init; }

    /// <summary>Nothing in the body discharges it, whatever path is taken.</summary>
    public bool IsDue => !IsSettled && !Fate.IsDischarged;

    /// <summary>True when the acquired value goes straight into a using, so that no path can lose it.</summary>
    public bool IsUsedAtOnce
    {
        get
        {
            IOperation current = Acquisition.Operation;
            while (current.Parent is IConversionOperation { OperatorMethod: null } or IAwaitOperation
                || (current.Parent is IInvocationOperation { TargetMethod: { } method } && CallFacts.PassesThrough(method, current.Type)))
            {
                current = current.Parent;
            }

            return current.Parent is IUsingOperation
                || current.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Parent: { Parent: { Parent: IUsingDeclarationOperation or IUsingOperation } } } }
                || current.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Parent: IVariableDeclarationOperation { Parent: IVariableDeclarationGroupOperation { Parent: IUsingOperation } } } };
        }
    }
}
