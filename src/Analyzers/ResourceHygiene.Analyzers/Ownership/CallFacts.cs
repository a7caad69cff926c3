using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>Small questions about one call, answered without context.</summary>
internal static class CallFacts
{
    /// <summary>The role of a parameter in this very call, with the constant flags of the call taken into account.</summary>
    public static ParameterRole RoleOf(IParameterSymbol parameter, MethodContract contract, ImmutableArray<IArgumentOperation> arguments)
    {
        if (parameter.Ordinal >= contract.Parameters.Length)
            return ParameterRole.Escapes;
        ParameterContract declared = contract.Parameters[parameter.Ordinal];
        if (declared.Flag is null || arguments.FirstOrDefault(argument => argument.Parameter?.Name == declared.Flag) is not { } flag)
            return declared.Role;
        if (flag.Value.ConstantValue is not { HasValue: true, Value: bool constant })
            return ParameterRole.Escapes;
        return constant == declared.FlagValue ? declared.Role : ParameterRole.Borrowed;
    }

    /// <summary>True for what every caller reads as a release: Dispose, DisposeAsync, Close, or the method that [MustRelease] names.</summary>
    public static bool IsRelease(IMethodSymbol method, ResourceTraits? traits) =>
        method.Name is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync"
        || (traits?.ReleaseMethod is { } name && method.Name == name);

    /// <summary>True for members of tasks and awaiters, and ConfigureAwait, that hand on the very value they are used on.</summary>
    public static bool PassesThrough(IMethodSymbol method, ITypeSymbol? receiver) =>
        method.Name switch
        {
            "ConfigureAwait" => true,
            "GetAwaiter" or "GetResult" or "AsTask" or "WaitAsync" or "Preserve" => receiver?.ContainingNamespace is
            { Name: "Tasks" or "CompilerServices", ContainingNamespace.Name: "Threading" or "Runtime" },
            _ => false,
        };

    /// <summary>True for sequence interfaces, whose elements may be produced after the method that returned them.</summary>
    public static bool IsLazySequence(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Interface, Name: "IEnumerable" or "IAsyncEnumerable" or "IQueryable" or "IOrderedQueryable" or "IOrderedEnumerable" };

    /// <summary>True for <c>: base(…)</c> and <c>: this(…)</c>.</summary>
    public static bool IsConstructorInitializer(IOperation call) => call is IInvocationOperation { TargetMethod.MethodKind: MethodKind.Constructor };

    /// <summary>The method's name as a reader of the call knows it.</summary>
    public static string DisplayName(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor ? $"new {method.ContainingType.Name}" : method.Name;
}
