using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Which operations plausibly throw: those that a careful author would protect a resource from. I/O, parsing, awaits,
/// user throws and calls about which nothing is known do; what fails only through a programming error (null, index,
/// cast, wrong argument) or for want of memory does not. Thread-safe; memoised for one compilation.
/// </summary>
internal sealed class ThrowOracle
{
    private readonly OwnershipKnowledge _knowledge;
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _methods = new(SymbolEqualityComparer.Default);

    public ThrowOracle(OwnershipKnowledge knowledge) => _knowledge = knowledge;

    /// <summary>Whether this one operation plausibly throws; its operands are not asked about.</summary>
    public bool MayThrow(IOperation operation, InferenceSession session) => MayThrow(operation, new ThrowInference(_knowledge, _methods, session));

    /// <summary>As the public overload, for an operation in the body of a method that is being judged.</summary>
    internal static bool MayThrow(IOperation operation, ThrowInference inference)
    {
        switch (operation)
        {
            case IThrowOperation or IDynamicInvocationOperation or IDynamicObjectCreationOperation or IDynamicIndexerAccessOperation
                or ITypeParameterObjectCreationOperation:
                return true;
            case IInvocationOperation call:
                return CallMayThrow(call, inference);
            case IObjectCreationOperation { Constructor: { } constructor } creation:
                return inference.MethodMayThrow(constructor) && (inference.Knowledge.Settings.MayThrow(constructor) == true || !ThrowPolicy.IsCalmWith(creation));
            case IAwaitOperation await:
                return AwaitMayThrow(await.Operation, inference);
            case IPropertyReferenceOperation property:
                return PropertyMayThrow(property, inference);
            case IBinaryOperation { OperatorMethod: { } method }:
                return inference.MethodMayThrow(method);
            case IUnaryOperation { OperatorMethod: { } method }:
                return inference.MethodMayThrow(method);
            // What the language applies without being asked does not throw, or nobody could write an assignment.
            case IConversionOperation { OperatorMethod: { Name: not WellKnownMemberNames.ImplicitConversionName } method }:
                return inference.MethodMayThrow(method);
            case ICompoundAssignmentOperation { OperatorMethod: { } method }:
                return inference.MethodMayThrow(method);
            case IIncrementOrDecrementOperation { OperatorMethod: { } method }:
                return inference.MethodMayThrow(method);
            // The first element of a sequence that is produced elsewhere may be the first I/O.
            case IForEachLoopOperation { IsAsynchronous: true }:
                return true;
            default:
                return operation.Kind == OperationKind.FunctionPointerInvocation;
        }
    }

    private static bool CallMayThrow(IInvocationOperation call, ThrowInference inference)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.Name == "GetResult" && CallFacts.PassesThrough(method, call.Instance?.Type))
            return call.Instance is { } awaiter && AwaitMayThrow(awaiter, inference);
        if (inference.Knowledge.Settings.MayThrow(method) is { } configured)
            return configured;
        if (method.MethodKind == MethodKind.DelegateInvoke)
            return true;
        if (ThrowPolicy.RunsDelegatesNow(method) && ThrowPolicy.DelegatesRunBy(call).Any(inference.DelegateMayThrow))
            return true;
        if (IsQuietImport(method))
            return false;
        if (call.Instance?.Type is { } receiver && ThrowPolicy.IsCalmReceiver(receiver, method))
            return false;
        // What a virtual call runs is not known, unless the convention of its name says enough.
        if (call.IsVirtual && !ThrowPolicy.IsMetadata(method) && !method.ContainingType.IsSealed)
            return !inference.IsCalmByName(method);
        return inference.MethodMayThrow(method);
    }

    // Native code says by its result that it failed, unless the import asks for an exception.
    private static bool IsQuietImport(IMethodSymbol method) =>
        EntryPoints.Of(method) is not null && (!method.IsExtern || (method.MethodImplementationFlags & System.Reflection.MethodImplAttributes.PreserveSig) != 0);

    // Awaiting rethrows what the task ended with; what a call started is judged as that call.
    private static bool AwaitMayThrow(IOperation task, ThrowInference inference)
    {
        switch (task)
        {
            case IParenthesizedOperation parenthesized:
                return AwaitMayThrow(parenthesized.Operand, inference);
            case IConversionOperation { OperatorMethod: null } conversion:
                return AwaitMayThrow(conversion.Operand, inference);
            case IInvocationOperation { Instance: { } inner } call when CallFacts.PassesThrough(call.TargetMethod, inner.Type):
                return AwaitMayThrow(inner, inference);
            case IInvocationOperation { Arguments: { Length: > 0 } arguments, TargetMethod: { IsExtensionMethod: true } method } when CallFacts.PassesThrough(method, arguments[0].Value.Type):
                return AwaitMayThrow(arguments[0].Value, inference);
            case IInvocationOperation call:
                return CallMayThrow(call, inference) || (inference.Knowledge.Settings.MayThrow(call.TargetMethod) is null && ThrowPolicy.StartsWork(call));
            case IPropertyReferenceOperation { Property.Name: "CompletedTask" }:
                return false;
            case IObjectCreationOperation { Arguments.Length: <= 1 } or IDefaultValueOperation:
                return false;
            default:
                return true;
        }
    }

    private static bool PropertyMayThrow(IPropertyReferenceOperation property, ThrowInference inference)
    {
        // task.Result waits and rethrows, whatever it looks like.
        if (property.Property.Name == "Result" && property.Instance is { } task && inference.Knowledge.Types.IsTaskOfResult(task.Type))
            return AwaitMayThrow(task, inference);
        bool isWritten = property.Parent is IAssignmentOperation assignment && assignment.Target == property;
        IMethodSymbol? accessor = isWritten ? property.Property.SetMethod : property.Property.IsIndexer ? property.Property.GetMethod : null;
        // By convention a property of an unknown implementation is as cheap and calm as a field.
        return accessor is { IsAbstract: false } && !ThrowPolicy.IsMetadata(accessor) && inference.MethodMayThrow(accessor);
    }
}
