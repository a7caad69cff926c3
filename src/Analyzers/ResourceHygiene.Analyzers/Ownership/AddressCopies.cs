using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Addresses in a local struct that native functions read: <c>request.Buffer = memory; Query(ref request);</c>. The struct has a
/// copy; the variable that the address came from holds the memory as before.
/// </summary>
internal static class AddressCopies
{
    /// <summary>True when nothing in the body can release, or keep for longer, what is assigned to the target by way of the target.</summary>
    public static bool IsOne(IOperation target, FlowBody body) =>
        target is IFieldReferenceOperation { Field: { IsStatic: false } field, Instance: ILocalReferenceOperation { Local: { RefKind: RefKind.None, Type.IsValueType: true } local } }
        && RawTypes.IsAddress(field.Type)
        && body.ReferencesTo(local).All(reference => !body.IsDeferred(reference, local.ContainingSymbol) && LeavesIt(reference, field));

    private static bool LeavesIt(IOperation reference, IFieldSymbol field) => reference.Parent switch
    {
        IFieldReferenceOperation other => !SymbolEqualityComparer.Default.Equals(other.Field, field) || IsTarget(other),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } method } } => EntryPoints.Of(method) is not null || method.Name == "SizeOf",
        _ => IsTarget(reference),
    };

    private static bool IsTarget(IOperation reference) => reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;
}
