using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>What a call yields: a resource of its own, another face of what it was given, or something that keeps or needs that.</summary>
internal sealed partial class Lowering
{
    private Value Result(IOperation call, IMethodSymbol method, Value receiver, ParameterRole receiverRole, List<PassedArgument> values)
    {
        int success = Value.None;
        if (method.ReturnType.SpecialType == SpecialType.System_Boolean)
        {
            success = _places.Temporary(method.ReturnType);
            Emit(new Instruction(InstructionKind.Assign, call) { Target = success });
        }
        else
        {
            success = StatusOf(call, method, values);
        }

        AssignOutArguments(values, success, isAcquiring: _sites.IndexOf(call) >= 0);
        if (success != Value.None)
            return new Value(success);

        // One face stands for the resource as the other does.
        if (values.Find(static passed => passed is { Value.IsPlace: true, Role: ParameterRole.Aliased }) is { Value.IsPlace: true, Role: ParameterRole.Aliased } face && (IsResource(call.Type) || RawTypes.IsAddress(call.Type)))
            return CopyWith(values, face, call);
        // What leaves its scope for nobody is acquired there, although it is the same object.
        if (receiver.IsPlace && receiverRole == ParameterRole.Aliased)
            return Acquire(call) ?? Copy(receiver, call);
        Value? made = Acquire(call) ?? (call is IObjectCreationOperation ? Value.NotNull : null);
        if (!IsResource(call.Type) && !CallFacts.IsLazySequence(_knowledge.Types.Awaited(call.Type)) && !Views.IsView(call.Type) && !RawTypes.LooksInto(call.Type))
        {
            ApplyLost(call, values);
            return made ?? Value.Unknown;
        }

        return Relate(call, method, receiver, receiverRole, values, made);
    }

    // The result may release an argument with itself, or need it alive.
    private Value Relate(IOperation call, IMethodSymbol method, Value receiver, ParameterRole receiverRole, List<PassedArgument> values, Value? made)
    {
        int result = made is { IsPlace: true } ? made.Value.Place : Value.None;
        if (receiver.IsPlace && receiverRole != ParameterRole.Released && !StandsAlone(method))
            Connect(receiverRole == ParameterRole.Kept ? InstructionKind.Hold : InstructionKind.View, receiver, passed: default, isDoubtful: true);
        foreach (PassedArgument passed in values)
        {
            if (!passed.Value.IsPlace || passed.Operation.Parameter is not { RefKind: not RefKind.Ref } parameter)
                continue;
            if (passed.Role is ParameterRole.Kept or ParameterRole.Aliased)
                Connect(InstructionKind.Hold, passed.Value, passed, isDoubtful: passed.Role == ParameterRole.Kept);
            else if (Views.IsView(call.Type) ? LooksInto(call, method, parameter) : passed.Role == ParameterRole.Borrowed && !_knowledge.StandsAlone(method) && (!RawTypes.IsView(call.Type) || RawTypes.IsRaw(passed.Operation.Value.Type)))
                Connect(InstructionKind.View, passed.Value, passed: default);
        }

        return result == Value.None ? made ?? Value.Unknown : new Value(result);

        void Connect(InstructionKind kind, Value owner, PassedArgument passed, bool isDoubtful = false)
        {
            if (result == Value.None)
                result = _places.Temporary(call.Type);
            Emit(new Instruction(kind, call) { Target = result, Value = owner, Guard = passed.Guard, Flag = passed.Flag, IsDoubtful = isDoubtful });
        }
    }

    // buffer.AsSpan(…), new Span<byte>(pointer, …); not the element that a serializer read from a stream.
    private bool LooksInto(IOperation call, IMethodSymbol method, IParameterSymbol parameter) =>
        !StandsAlone(method) && (call is IObjectCreationOperation || (method.IsExtensionMethod && parameter.Ordinal == 0));

    private bool StandsAlone(IMethodSymbol method) => Views.IsCopy(method) || _knowledge.StandsAlone(method);

    // Kept by a result that nothing about it could release.
    private void ApplyLost(IOperation call, List<PassedArgument> values)
    {
        foreach (PassedArgument passed in values)
        {
            if (passed.Role is ParameterRole.Kept or ParameterRole.Aliased)
                Escape(passed.Value, call);
        }
    }

    // new CryptoStream(stream, transform): another face of the one, and what may release the other with itself.
    private Value CopyWith(List<PassedArgument> values, PassedArgument face, IOperation call)
    {
        Value copy = Copy(face.Value, call, face);
        foreach (PassedArgument passed in values)
        {
            if (passed.Operation != face.Operation && passed is { Value.IsPlace: true, Role: ParameterRole.Kept or ParameterRole.Aliased })
                Emit(new Instruction(InstructionKind.Hold, call) { Target = copy.Place, Value = passed.Value, Guard = passed.Guard, Flag = passed.Flag, IsDoubtful = passed.Role == ParameterRole.Kept });
        }

        return copy;
    }

    private Value Copy(Value value, IOperation call, PassedArgument passed = default)
    {
        int copy = _places.Temporary(call.Type);
        Emit(new Instruction(InstructionKind.Assign, call) { Target = copy, Value = value, Guard = passed.Guard, Flag = passed.Flag });
        return new Value(copy);
    }

    private bool IsResource(ITypeSymbol? type) => _knowledge.Types.TraitsOf(_knowledge.Types.Awaited(type)) is not null;

    private void AssignOutArguments(List<PassedArgument> values, int success, bool isAcquiring)
    {
        foreach (PassedArgument passed in values)
        {
            if (IsGiven(passed.Operation))
                AssignTo(RawValues.TargetOf(passed.Operation), Acquire(passed.Operation, success) ?? OutValue(passed.Operation.Parameter!, isAcquiring), passed.Operation);
        }
    }

    // Not null where its type says so and no attribute that it may be, and where it comes with a resource: r = Open(out info).
    private static Value OutValue(IParameterSymbol parameter, bool isAcquiring)
    {
        if (!parameter.Type.IsReferenceType)
            return Value.Unknown;
        bool isNotNull = parameter.NullableAnnotation == NullableAnnotation.NotAnnotated
            && !parameter.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name.StartsWith("MaybeNull", StringComparison.Ordinal) == true);
        return isNotNull || isAcquiring ? Value.NotNull : Value.Unknown;
    }
}
