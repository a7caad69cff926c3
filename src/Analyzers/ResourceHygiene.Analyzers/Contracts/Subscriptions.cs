using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>Calls whose result is nothing but the way to end what they started.</summary>
internal static class Subscriptions
{
    /// <summary>A timer that nothing refers to is collected, and stops.</summary>
    public static bool IsTimer(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.Constructor, ContainingType: { Name: "Timer", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } } => true,
        { Name: "CreateTimer", ReturnType: { Name: "ITimer", ContainingNamespace.Name: "Threading" } } => true,
        _ => false,
    };
}
