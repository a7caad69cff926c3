using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Scopes;

/// <summary>The type of a scope, and the members by which resources change scopes.</summary>
internal static class ScopeMembers
{
    private const string Library = "TorchSharp";

    public static bool IsScope(ITypeSymbol? type) => type is { Name: "DisposeScope", ContainingNamespace: { Name: Library, ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>True for what opens a scope, as far as a call can be seen to.</summary>
    public static bool IsOpening(IOperation? value) => Bare(value) is IInvocationOperation or IObjectCreationOperation && IsScope(Bare(value)!.Type);

    /// <summary>True for a method that hands its object to the scope around the current one, or to nobody where there is none.</summary>
    public static bool IsMove(IMethodSymbol method) => method.Name == "MoveToOuterDisposeScope";

    /// <summary>True for a method after which its object belongs to no scope.</summary>
    public static bool IsDetach(IMethodSymbol method) => method.Name is "DetachFromDisposeScope" or "DetatchFromDisposeScope";

    /// <summary>True for a call that takes its object out of a scope, and puts it into none that can be seen.</summary>
    public static bool IsLeaving(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { } method, Instance: not null } && (IsMove(method) || IsDetach(method));

    /// <summary>True for a method after which its object is not the current scope's any more.</summary>
    public static bool Leaves(IMethodSymbol method) => IsMove(method) || IsDetach(method) || method.Name == "MoveToOtherDisposeScope";

    /// <summary>True for a method of a scope after which its arguments are not that scope's any more, or outlive it.</summary>
    public static bool LetsGo(IMethodSymbol method) => IsScope(method.ContainingType)
        && method.Name is "MoveToOuter" or "MoveToOther" or "Detach" or "Attach" or "DisposeEverythingBut" or "Include" or "Exclude";

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

    private static IOperation? Bare(IOperation? value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value;
    }
}
