using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>That a lock is held has a place of its own, beside that of the lock.</summary>
internal sealed partial class Lowering
{
    private Value EnterLock(IInvocationOperation call, MethodContract contract)
    {
        // Whether WaitAsync with a time limit has entered is known when it has been awaited.
        if (_knowledge.Types.IsTaskOfResult(call.Type))
            return Value.Unknown;
        if (call.TargetMethod is { Name: "WaitOne", Parameters.IsEmpty: true })
            return EnterLock(call, contract, new Value(Value.None, IsConstant: true, Constant: true));
        Value result = Value.Unknown;
        if (call.Type is { SpecialType: SpecialType.System_Boolean } answer)
        {
            result = new Value(_places.Temporary(answer));
            Emit(new Instruction(InstructionKind.Assign, call) { Target = result.Place });
        }

        return EnterLock(call, contract, result);
    }

    // if (await semaphore.WaitAsync(100)): the task itself stands for nothing.
    private Value EnterAwaited(IAwaitOperation await, Value awaited)
    {
        IOperation task = await.Operation;
        while (task is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner })
            task = inner;
        if (await.Type?.SpecialType != SpecialType.System_Boolean || task is not IInvocationOperation call || _sites.IndexOf(call) < 0)
            return awaited;
        var entered = new Value(_places.Temporary(await.Type));
        Emit(new Instruction(InstructionKind.Assign, await) { Target = entered.Place });
        return EnterLock(call, _knowledge.ContractOf(call.TargetMethod, _session), entered);
    }

    private Value EnterLock(IInvocationOperation call, MethodContract contract, Value result)
    {
        if (contract.Enters is not { } entered || _sites.IndexOf(call) is var site && site < 0
            || HeldLocks.SubjectOf(call, entered.Name) is not { } subject || HeldLocks.VariableOf(subject) is not { } variable)
        {
            return result;
        }

        int held = _places.Lock(variable, entered.Family, subject.Type);
        int success = SuccessOfEntering(call, result);
        Emit(new Instruction(InstructionKind.Acquire, call) { Target = held, Site = site, Success = success });
        // A wait that fails when it is awaited has entered nothing.
        return call.Type is { SpecialType: SpecialType.System_Void or SpecialType.System_Boolean } || success >= 0 ? result : new Value(held);
    }

    // TryEnter(…) by its result, Enter(…, ref taken) by what it puts there.
    private int SuccessOfEntering(IInvocationOperation call, Value result)
    {
        IOperation? taken = call.Arguments.FirstOrDefault(static argument => argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out, Type.SpecialType: SpecialType.System_Boolean })?.Value;
        int success = taken is not null ? PlaceOf(taken).Place
            : result.IsPlace && _places[result.Place].Type?.SpecialType == SpecialType.System_Boolean ? result.Place
            : Value.None;
        if (success >= 0)
            _places[success].IsTested = true;
        return success;
    }

    private void LeaveLock(IInvocationOperation call, MethodContract contract)
    {
        if (contract.Leaves is { } left && HeldLocks.SubjectOf(call, left.Name) is { } subject && HeldLocks.VariableOf(subject) is { } variable)
            Release(new Value(_places.Lock(variable, left.Family, subject.Type)), call, isMild: false);
    }

    // if (_lock.IsReadLockHeld), if (Monitor.IsEntered(_gate)): who has entered hears yes.
    private Condition? AsksWhetherHeld(IOperation question)
    {
        IOperation? subject = question switch
        {
            IPropertyReferenceOperation property => property.Instance,
            IInvocationOperation { Arguments: [var asked] } => asked.Value,
            _ => null,
        };
        return subject is not null && HeldLocks.FamilyAskedFor(question) is { } family && HeldLocks.VariableOf(subject) is { } variable
            ? Test(new Value(_places.Lock(variable, family, subject.Type)), null).Negated
            : null;
    }
}
