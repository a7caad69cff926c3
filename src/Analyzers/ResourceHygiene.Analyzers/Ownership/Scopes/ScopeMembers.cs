using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Scopes;

/// <summary>What opens a scope, and the members by which resources change scopes.</summary>
internal static class ScopeMembers
{
    private const string Library = "TorchSharp";

    /// <summary>True for what opens a scope, as far as a call can be seen to.</summary>
    public static bool IsOpening(IOperation? value, Contracts.ResourceTypes types) => Bare(value) is IInvocationOperation or IObjectCreationOperation && types.OpensScope(Bare(value)!.Type);

    /// <summary>True for a method that hands its object to the scope around the current one, or to nobody where there is none.</summary>
    public static bool IsMove(IMethodSymbol method) => method.Name == "MoveToOuterDisposeScope" || method is { Name: "MoveToOuter", ContainingType.Name: "DisposeScope" };

    /// <summary>True for a method after which its object belongs to no scope.</summary>
    public static bool IsDetach(IMethodSymbol method) => method.Name is "DetachFromDisposeScope" or "DetatchFromDisposeScope" || method is { Name: "Detach", ContainingType.Name: "DisposeScope" or "TensorScope" };

    /// <summary>True for a call that takes its object, or its argument, out of a scope, and puts it into none that can be seen.</summary>
    public static bool IsLeaving(IOperation operation) => operation is IInvocationOperation { TargetMethod: { } method } && (IsMove(method) || IsDetach(method));

    /// <summary>What such a call takes out: the object it is called on, or what a method of a scope is given. Null for what takes several at once.</summary>
    public static IOperation? LeavingBy(IInvocationOperation call) => call.TargetMethod.Name is not ("Detach" or "MoveToOuter") ? call.Instance
        : call.Arguments.Length == 1 && call.Arguments[0].ArgumentKind == ArgumentKind.Explicit ? Bare(call.Arguments[0].Value)
        : null;

    /// <summary>True for a method after which its object is not the current scope's any more.</summary>
    public static bool Leaves(IMethodSymbol method) => IsMove(method) || IsDetach(method) || method.Name == "MoveToOtherDisposeScope";

    /// <summary>True for a method of a scope after which its arguments are not that scope's any more, or outlive it.</summary>
    public static bool LetsGo(IMethodSymbol method, Contracts.ResourceTypes types) =>
        method.Name is "MoveTo" or "MoveToOuter" or "MoveToOther" or "Detach" or "Attach" or "Own" or "DisposeEverythingBut" or "Include" or "Exclude" && types.OpensScope(method.ContainingType);

    /// <summary>True for the method that runs a function in a scope of its own and moves its result out.</summary>
    public static bool RunsInScope(IMethodSymbol method) => method.Name == "WrappedTensorDisposeScope";

    /// <summary>True for classes of modules.</summary>
    public static bool IsModule(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is { Name: "Module", ContainingType: { Name: "nn", ContainingType: { Name: "torch", ContainingNamespace.Name: Library } } })
                return true;
        }

        return false;
    }

    /// <summary>True for types of the library, and for classes that derive from one.</summary>
    public static bool IsOfLibrary(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            ITypeSymbol outermost = type;
            while (outermost.ContainingType is { } containing)
                outermost = containing;
            if (outermost.ContainingNamespace is { Name: Library, ContainingNamespace.IsGlobalNamespace: true }
                or { Name: "Modules", ContainingNamespace: { Name: Library, ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A value without its conversions, and without the ConfigureAwait of an <c>await using</c>.</summary>
    public static IOperation? Bare(IOperation? value) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => Bare(conversion.Operand),
        IInvocationOperation { TargetMethod: { Name: "ConfigureAwait", ContainingType.Name: "TaskAsyncEnumerableExtensions" }, Arguments: [var awaited, ..] } => Bare(awaited.Value),
        _ => value,
    };
}
