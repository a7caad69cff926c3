using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

internal sealed partial class Lowering
{
    private void Emit(Instruction instruction) => _code.Add(instruction);

    /// <param name="operation">What may throw.</param>
    /// <param name="pending">The task that is awaited: if it fails, what it would have yielded never came into being.</param>
    private void EmitMayThrow(IOperation operation, Value? pending = null)
    {
        // Enumerators of collections do not throw; a sequence that does I/O is awaited, or throws where it is used.
        bool isOfLoop = operation is IInvocationOperation { IsImplicit: true, TargetMethod.Name: "GetEnumerator" or "MoveNext" or "<Clone>$" };
        if (!isOfLoop)
            Emit(new Instruction(InstructionKind.MayThrow, operation) { Value = pending ?? StatusAmong(operation) ?? Value.Unknown });
    }

    private void Use(Value value, IOperation? operation, bool isMild = false)
    {
        if (value.IsPlace && operation is not null)
            Emit(new Instruction(InstructionKind.Use, operation) { Value = value, IsMild = isMild });
    }

    private void HandOver(Value value, IOperation operation, bool isDoubtful = false)
    {
        if (value.IsPlace)
            Emit(new Instruction(InstructionKind.HandOver, operation) { Value = value, IsDoubtful = isDoubtful });
    }

    private void Escape(Value value, IOperation operation)
    {
        if (value.IsPlace)
            Emit(new Instruction(InstructionKind.Escape, operation) { Value = value });
    }

    private void Change(Value value, IOperation operation)
    {
        if (value.IsPlace)
            Emit(new Instruction(InstructionKind.Change, operation) { Target = value.Place });
    }

    private Value View(Value owner, IOperation operation)
    {
        int view = _places.Temporary(operation.Type);
        Emit(new Instruction(InstructionKind.View, operation) { Target = view, Value = owner });
        return new Value(view);
    }

    private Value? Acquire(IOperation operation, int success = Value.None)
    {
        int site = _sites.IndexOf(operation);
        if (site < 0)
            return null;
        int target = _places.Temporary(operation.Type);
        if (operation.Type is { SpecialType: SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 })
            _numbers.Add(target);
        Emit(new Instruction(InstructionKind.Acquire, operation) { Target = target, Site = site, Success = success, SuccessValue = SuccessOf(success) });
        return new Value(target);
    }

    private object SuccessOf(int success) =>
        success >= 0 && _places[success].Type is { SpecialType: not SpecialType.System_Boolean } status ? ZeroOf(status) : true;
}
