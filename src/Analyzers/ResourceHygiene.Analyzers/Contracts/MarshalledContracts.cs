using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// What marshalling does for imported native functions, whatever these do: a SafeHandle that comes back, as a result or
/// through an out parameter, is a new object around what the function gave.
/// </summary>
internal static class MarshalledContracts
{
    /// <summary>What is certain about an imported function; null for methods that import none, and for those that give no handle.</summary>
    public static MethodContract? Of(IMethodSymbol method)
    {
        if (!method.IsStatic || EntryPoints.Of(method) is null)
            return null;
        bool isResult = RawTypes.IsSafeHandle(method.ReturnType);
        if (!isResult && !method.Parameters.Any(IsOutHandle))
            return null;

        return new MethodContract(method.Parameters.Select(static parameter => new ParameterContract(IsOutHandle(parameter) ? ParameterRole.OwnedOut : ParameterRole.Unstated)).ToImmutableArray())
        {
            Result = isResult ? ResultRole.Owned : ResultRole.Unstated,
        };
    }

    private static bool IsOutHandle(IParameterSymbol parameter) => parameter.RefKind == RefKind.Out && RawTypes.IsSafeHandle(parameter.Type);
}
