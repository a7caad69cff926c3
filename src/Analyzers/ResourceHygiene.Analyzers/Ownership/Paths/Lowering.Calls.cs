using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

internal sealed partial class Lowering
{
    private Value VisitInvocation(IInvocationOperation call)
    {
        if (AsksWhetherHeld(call) is { } held)
            return Decide(call, held);
        IMethodSymbol method = call.TargetMethod;
        Value receiver = call.Instance is IInstanceReferenceOperation ? Value.Unknown : Visit(call.Instance);
        NoteVerdict(call.Instance, receiver);
        List<PassedArgument> arguments = VisitArguments(call.Arguments);

        if (RawValues.PassesThrough(method) && call.Instance is not null)
            return receiver;
        if (call.Instance is not null && CallFacts.PassesThrough(method, call.Instance.Type))
            return PassThrough(call, receiver);
        if (method.IsExtensionMethod && arguments.Count > 0 && CallFacts.PassesThrough(method, arguments[0].Operation.Value.Type))
            return PassThrough(call, arguments[0].Value);
        if (_knowledge.Types.IsTaskOfResult(call.Instance?.Type))
        {
            if (method.Name == "ContinueWith")
                Escape(receiver, call);
            EmitMayThrow(call);
            return Value.Unknown;
        }

        if (method.MethodKind == MethodKind.LocalFunction)
            ApplyCaptured(method, call, isCall: true);
        else if (method.MethodKind == MethodKind.DelegateInvoke && call.Instance is ILocalReferenceOperation local && _body.Captures.LambdaIn(local.Local) is { } lambda)
            ApplyCaptured(lambda, call, isCall: true);
        // foreach ends what it enumerates where that is its own enumerator.
        if (call is { IsImplicit: true, TargetMethod.Name: "GetEnumerator" } && receiver.IsPlace && CallFacts.IsItsOwnEnumerator(call.Instance!, _knowledge, _session))
            return receiver;
        MethodContract contract = _knowledge.ContractOf(method, _session);
        ParameterRole receiverRole = receiver.IsPlace ? ApplyReceiver(call, receiver, contract) : ParameterRole.Unstated;
        AssignRoles(arguments, contract, call.Arguments);
        ApplyArguments(arguments, call);
        if (MayChange(method))
            Change(call.Instance is null && method.IsExtensionMethod && arguments.Count > 0 ? arguments[0].Value : receiver, call);
        if (CallFacts.IsConstructorInitializer(call))
            HandOverFaces(arguments, call);
        LeaveLock(call, contract);
        EmitEnd(call, method, receiver, isRelease: contract.Leaves is not null || MayRelease(receiverRole) || arguments.Exists(static argument => MayRelease(argument.Role)));
        return contract.Enters is null ? Result(call, method, receiver, receiverRole, arguments) : EnterLock(call, contract);
    }

    private Value VisitCreation(IObjectCreationOperation creation)
    {
        List<PassedArgument> arguments = VisitArguments(creation.Arguments);
        if (creation.Constructor is not { } constructor)
        {
            foreach (PassedArgument argument in arguments)
                Escape(argument.Value, argument.Operation);
            return Value.Unknown;
        }

        if (RawValues.PassesThrough(constructor) && arguments.Count == 1)
            return arguments[0].Value.IsConstant ? Constant(creation.Type, arguments[0].Value.Constant) : arguments[0].Value;
        MethodContract contract = _knowledge.ContractOf(constructor, _session);
        AssignRoles(arguments, contract, creation.Arguments);
        ApplyArguments(arguments, creation);
        EmitMayThrow(creation);
        return Result(creation, constructor, Value.Unknown, ParameterRole.Unstated, arguments);
    }

    private List<PassedArgument> VisitArguments(ImmutableArray<IArgumentOperation> arguments)
    {
        var values = new List<PassedArgument>(arguments.Length);
        foreach (IArgumentOperation argument in arguments)
        {
            bool isOut = argument.Parameter?.RefKind == RefKind.Out || (argument.Parameter?.RefKind == RefKind.None && IsGiven(argument));
            if (isOut)
                VisitTargetOf(RawValues.TargetOf(argument));
            Value value = isOut ? Value.Unknown : Visit(argument.Value);
            NoteStatus(argument, value);
            values.Add(new PassedArgument(argument, value));
        }

        return values;
    }

    // What the callee does with each argument. A flag that is no constant decides on the path: leaveOpen: keep.
    private void AssignRoles(List<PassedArgument> values, MethodContract contract, ImmutableArray<IArgumentOperation> all)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (!values[i].Value.IsPlace || values[i].Operation.Parameter is not { RefKind: not RefKind.Ref } parameter)
                continue;
            ParameterRole role = CallFacts.RoleOf(parameter, contract, all);
            string? family = parameter.Ordinal < contract.Parameters.Length ? contract.Parameters[parameter.Ordinal].Family : null;
            Fact? guard = null;
            IOperation? decidedBy = null;
            if (parameter.Ordinal < contract.Parameters.Length && CallFacts.FlagOf(contract.Parameters[parameter.Ordinal], all) is { Value.ConstantValue.HasValue: false } flag
                && values.Find(passed => passed.Operation == flag) is { Value.IsPlace: true } decider)
            {
                _places[decider.Value.Place].IsTested = true;
                guard = new Fact(decider.Value.Place, FactKind.Is, contract.Parameters[parameter.Ordinal].FlagValue);
                role = contract.Parameters[parameter.Ordinal].Role;
                decidedBy = flag.Value;
            }

            values[i] = values[i] with { Role = role, Guard = guard, Flag = decidedBy, Family = family };
        }
    }

    private Value PassThrough(IInvocationOperation call, Value value)
    {
        if (call.TargetMethod.Name == "GetResult")
            EmitMayThrow(call, value);
        return value;
    }

    // What the call does to the object that it is made on.
    private ParameterRole ApplyReceiver(IInvocationOperation call, Value receiver, MethodContract contract)
    {
        IMethodSymbol method = call.TargetMethod;
        ITypeSymbol? type = call.Instance!.Type;
        ResourceTraits? traits = _knowledge.Types.TraitsOf(type);
        ParameterRole role = CallFacts.ReceiverRoleOf(contract, call.Arguments);
        if (role == ParameterRole.MayBeReleased)
        {
            HandOver(receiver, call, isDoubtful: true);
            return role;
        }

        if (role == ParameterRole.Released || CallFacts.IsRelease(method, traits))
        {
            Release(receiver, call, isMild: CallFacts.IsMild(method, traits) || _knowledge.Declared.IsUsableAfterRelease(method) || LateRelease.IsOne(method, _session.Cancellation), contract.ReceiverFamily);
            return ParameterRole.Released;
        }

        Use(receiver, call.Instance, isMild: IsUsableAfterRelease(method));
        if (role is ParameterRole.Taken)
            HandOver(receiver, call);
        else if (role is ParameterRole.Escapes)
            Escape(receiver, call);
        return role;
    }

    private void ApplyArguments(List<PassedArgument> values, IOperation call)
    {
        foreach (PassedArgument passed in values)
        {
            if (!passed.Value.IsPlace)
                continue;
            if (passed.Operation.Parameter is not { RefKind: not RefKind.Ref } parameter)
            {
                // The callee may put anything there, and may have kept what was there.
                Escape(passed.Value, passed.Operation);
                AssignTo(passed.Operation.Value, Value.Unknown, passed.Operation);
                continue;
            }

            if (!MayRelease(passed.Role) && IsRead(parameter, passed.Role))
                Use(passed.Value, passed.Operation.Value, isMild: passed.Role == ParameterRole.Borrowed && (IsIndifferent(call) || IsPutIntoText(parameter)));
            switch (passed.Role)
            {
                case ParameterRole.Released:
                    Emit(new Instruction(InstructionKind.Release, call) { Value = passed.Value, Guard = passed.Guard, Flag = passed.Flag, Family = passed.Family });
                    break;
                case ParameterRole.Taken:
                    Emit(new Instruction(InstructionKind.HandOver, call) { Value = passed.Value, Guard = passed.Guard, Flag = passed.Flag, IsDoubtful = !IsDeclaredTaken(parameter) });
                    break;
                // Whether it releases or not, from here on it is the callee that answers for it.
                case ParameterRole.MayBeReleased:
                    HandOver(passed.Value, call, isDoubtful: true);
                    break;
                case ParameterRole.Borrowed or ParameterRole.Aliased or ParameterRole.Kept:
                    break;
                default:
                    Escape(passed.Value, call);
                    break;
            }
        }
    }

    // A body that takes over what it is given on some path is enough for silence; that it always does, somebody has to say.
    private bool IsDeclaredTaken(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol method && _knowledge.Declared.Takes(method, parameter.Ordinal);

    // Putting a released object into a list, taking it out, or telling listeners about it is no use of it.
    private static bool IsRead(IParameterSymbol parameter, ParameterRole role) =>
        role != ParameterRole.Escapes
        || (parameter.OriginalDefinition.Type is { SpecialType: not SpecialType.System_Object } and not ITypeParameterSymbol && parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.DelegateInvoke });

    // : base(stream) makes the stream part of the object under construction.
    private void HandOverFaces(List<PassedArgument> values, IOperation call)
    {
        foreach (PassedArgument passed in values)
        {
            if (passed.Role is ParameterRole.Aliased or ParameterRole.Kept)
                HandOver(passed.Value, call, isDoubtful: passed.Role == ParameterRole.Kept);
        }
    }

    // GC.SuppressFinalize, ReferenceEquals, Equals, KeepAlive ask nothing of the object.
    private bool IsIndifferent(IOperation call) =>
        call is IInvocationOperation { TargetMethod: { } method } && (method.ContainingType is { Name: "GC" } || IsUsableAfterRelease(method));

    // Console.WriteLine(resource), string.Format("{0}", resource): what is asked for is ToString.
    private static bool IsPutIntoText(IParameterSymbol parameter) =>
        parameter.OriginalDefinition.Type.SpecialType == SpecialType.System_Object && parameter.ContainingSymbol is IMethodSymbol { DeclaringSyntaxReferences.IsEmpty: true, ContainingType: { } writer }
        && writer.Name is "Console" or "String" or "StringBuilder" or "TextWriter" or "StreamWriter" or "StringWriter" or "Debug" or "Trace" or "Convert"
        && writer.ContainingNamespace is { Name: "System" or "IO" or "Text" or "Diagnostics" };

    private void Release(Value value, IOperation call, bool isMild, string? family = null)
    {
        if (value.IsPlace)
            Emit(new Instruction(InstructionKind.Release, call) { Value = value, IsMild = isMild, Family = family });
    }

    private static bool MayRelease(ParameterRole role) => role is ParameterRole.Released or ParameterRole.MayBeReleased;

    // A release does not throw, as far as anybody plans for it.
    private void EmitEnd(IInvocationOperation call, IMethodSymbol method, Value receiver, bool isRelease)
    {
        if (CallFacts.EndsProcess(method))
            Emit(new Instruction(InstructionKind.Terminate, call));
        else if (CallFacts.NeverReturns(method, _session.Cancellation))
            Emit(new Instruction(InstructionKind.Throw, call));
        else if (!isRelease)
            EmitMayThrow(call);

        // A method of this object, and any delegate, may give fields other values.
        bool mayTouchFields = method.MethodKind == MethodKind.DelegateInvoke
            || (!receiver.IsPlace && !method.IsStatic && call.Instance is IInstanceReferenceOperation)
            || method.MethodKind == MethodKind.LocalFunction
            || call.Arguments.Any(static argument => argument.Value is IInstanceReferenceOperation or IDelegateCreationOperation);
        if (mayTouchFields)
            Emit(new Instruction(InstructionKind.Invalidate, call));
    }

    /// <summary>An argument, what it holds, and what the callee does with that.</summary>
    private readonly record struct PassedArgument(IArgumentOperation Operation, Value Value, ParameterRole Role = ParameterRole.Unstated, Fact? Guard = null, IOperation? Flag = null, string? Family = null);
}
