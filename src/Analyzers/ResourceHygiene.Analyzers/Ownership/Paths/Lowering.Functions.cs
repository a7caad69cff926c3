using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

internal sealed partial class Lowering
{
    private void VisitEvent(IEventAssignmentOperation @event)
    {
        if (@event.EventReference is IEventReferenceOperation { Instance: { } instance and not IInstanceReferenceOperation })
            Use(Visit(instance), instance, isMild: !@event.Adds);
        Value handler = Visit(@event.HandlerValue);
        Escape(handler, @event);
    }

    private void VisitDelegate(IOperation operation)
    {
        IOperation target = operation is IDelegateCreationOperation creation ? creation.Target : operation;
        switch (target)
        {
            case IFlowAnonymousFunctionOperation lambda:
                if (!_body.Captures.IsOnlyCalledHere(lambda.Symbol))
                    ApplyCaptured(lambda.Symbol, lambda, isCall: false);
                break;
            case IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } local:
                ApplyCaptured(local.Method, local, isCall: false);
                break;
            case IMethodReferenceOperation { Instance: { } instance and not IInstanceReferenceOperation }:
                Escape(Visit(instance), target);
                break;
            default:
                break;
        }
    }

    // A function that is called here does to the variables that it mentions what it does; one that becomes a delegate may
    // do it at any time.
    private void ApplyCaptured(IMethodSymbol function, IOperation operation, bool isCall)
    {
        foreach (ISymbol variable in _body.Captures.VariablesOf(function))
        {
            Value value = variable switch
            {
                ILocalSymbol { RefKind: RefKind.None } local => new Value(_places.Local(local)),
                IParameterSymbol parameter => new Value(_places.Parameter(parameter)),
                _ => Value.Unknown,
            };
            if (!value.IsPlace)
                continue;
            Change(value, operation);
            CapturedUse use = _body.Captures.UseIn(function, variable, _knowledge, _session);
            if (!isCall || use.IsAsync)
            {
                if (use.IsReleased)
                    HandOver(value, operation, isDoubtful: true);
                else
                    Escape(value, operation);
                if (use.IsAssigned)
                    Emit(new Instruction(InstructionKind.Assign, operation) { Target = value.Place });
            }
            else if (use.IsAlwaysReleased)
            {
                Release(value, operation, isMild: false);
            }
            else if (use.IsReleased || use.IsHandedOver)
            {
                HandOver(value, operation, isDoubtful: true);
            }
            else if (use.IsAssigned && _places[value.Place].Type is { IsValueType: true } && _body.Captures.ConstantAfter(function, variable) is { HasValue: true } constant)
            {
                Emit(new Instruction(InstructionKind.Assign, operation) { Target = value.Place, Value = new Value(Value.None, IsConstant: true, constant.Value) });
            }
            else if (use.IsAssigned)
            {
                Escape(value, operation);
                Emit(new Instruction(InstructionKind.Assign, operation) { Target = value.Place });
            }
        }
    }
}
