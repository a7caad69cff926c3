using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>Paths of temporary files and directories: strings, of which the usual defaults know nothing.</summary>
internal sealed partial class ResourceFlow
{
    // False where a path is treated as everything else.
    private bool FollowPath(FlowValue value)
    {
        IOperation operation = value.Operation;
        if (!TempPaths.IsPath(operation is IConversionOperation boxed ? boxed.Operand.Type : operation.Type))
            return false;
        switch (operation.Parent)
        {
            case IArgumentOperation { Parameter.RefKind: not RefKind.Ref, Parent: IInvocationOperation call } argument:
                FollowPathArgument(argument, call.TargetMethod, call.Arguments, value);
                return true;
            case IArgumentOperation { Parameter.RefKind: not RefKind.Ref, Parent: IObjectCreationOperation { Constructor: { } constructor } creation } argument:
                FollowPathArgument(argument, constructor, creation.Arguments, value);
                return true;
            case IInvocationOperation call when call.Instance == operation:
                ApplyPathRole(value, _knowledge.Declared.OfPaths(call.TargetMethod.OriginalDefinition).Receiver, call, call.TargetMethod);
                return true;
            case IPropertyReferenceOperation property when property.Instance == operation:
                UsePath(value, property, property.Property);
                return true;
            // The name of a file with something behind it is the name of another file; that of a directory leads to what is in it.
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } or IInterpolationOperation:
                Drop(value, DiscardForm.Receiver, operation, member: null);
                if (!_isFile || !IsOtherName(operation))
                    Enqueue(operation.Parent is IInterpolationOperation { Parent: { } text } ? text : operation.Parent, ValueKind.Derived);
                return true;
            case IForEachLoopOperation when value.Kind == ValueKind.Derived:
                return true;
            default:
                return false;
        }
    }

    private void FollowPathArgument(IArgumentOperation argument, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments, FlowValue value)
    {
        MethodContract declared = _knowledge.Declared.OfPaths((method.ReducedFrom ?? method).OriginalDefinition);
        ParameterRole role = argument.Parameter!.Ordinal < declared.Parameters.Length ? declared.Parameters[argument.Parameter.Ordinal].Role : ParameterRole.Unstated;
        if (role is ParameterRole.Unstated or ParameterRole.Kept or ParameterRole.Aliased && !TempPaths.OnlyUses(method, arguments))
            role = ParameterRole.Escapes;
        ApplyPathRole(value, role, argument.Parent!, method);
    }

    private void ApplyPathRole(FlowValue value, ParameterRole role, IOperation call, IMethodSymbol method)
    {
        if (role is ParameterRole.Released or ParameterRole.MayBeReleased)
        {
            // Of a name that was made of this one nobody knows whether it is the name of this file or of another.
            _fate.IsReleased |= value.Kind != ValueKind.Derived;
            _fate.Escapes = _fate.EscapesOtherwise || (_isFile && value.Kind == ValueKind.Derived);
        }
        else if (role is ParameterRole.Taken or ParameterRole.Escapes)
            _fate.Escapes = true;
        else
            UsePath(value, call, method);
    }

    // path + ".bak" is another file; "-o " + path, in which it stands whole, may lead anybody to this one.
    private static bool IsOtherName(IOperation path) => TextAfter(path) is [var first, ..] && (char.IsLetterOrDigit(first) || first is '.' or '_' or '-' or '~');

    private static string? TextAfter(IOperation path) => path.Parent switch
    {
        IBinaryOperation sum when sum.LeftOperand == path => sum.RightOperand.ConstantValue.Value as string,
        IInterpolationOperation { Parent: IInterpolatedStringOperation text } part when text.Parts.IndexOf(part) is var index && index + 1 < text.Parts.Length =>
            (text.Parts[index + 1] as IInterpolatedStringTextOperation)?.Text.ConstantValue.Value as string,
        _ => null,
    };

    private void UsePath(FlowValue value, IOperation result, ISymbol member)
    {
        if (TempPaths.IsSame(member))
        {
            Enqueue(result, value.Kind);
            return;
        }

        Drop(value, DiscardForm.Argument, result, member is IMethodSymbol method ? CallFacts.DisplayName(method) : member.Name);
        if (TempPaths.LeadsBack(member, _knowledge.Types.Awaited(result.Type)))
            Enqueue(result, ValueKind.Derived);
    }
}
