using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>How a marked method is called.</summary>
/// <param name="Resource">The class of the resource: its first parameter where it is static, else the class that it stands in; null for a static cleaner, which has none.</param>
/// <param name="PassesByReference">Whether it declares what it is told with <c>in</c>.</param>
/// <param name="TakesToken">Whether its last parameter is a cancellation token.</param>
/// <param name="Async">How it gives its result, if asynchronously.</param>
internal sealed record CapabilitySignature(ITypeSymbol? Resource, bool PassesByReference, bool TakesToken, AsyncHandlerKind Async)
{
    /// <summary>Reads a method; null where it cannot be called for this.</summary>
    public static CapabilitySignature? Read(IMethodSymbol method, Capability capability)
    {
        if (method is not { Arity: 0, RefKind: RefKind.None, MethodKind: MethodKind.Ordinary }
            // Nobody can wait for it: what it throws would end the process.
            || method is { IsAsync: true, ReturnsVoid: true }
            || AsyncKindOf(method.ReturnType, capability) is not { } async)
        {
            return null;
        }

        ImmutableArray<IParameterSymbol> parameters = method.Parameters;
        int next = 0;
        ITypeSymbol? resource = method.IsStatic ? null : method.ContainingType;
        if (method.IsStatic && capability != Capability.Clean)
        {
            if (parameters.IsEmpty || parameters[0].RefKind != RefKind.None || !CanBeResource(parameters[0].Type, method.ContainingType))
                return null;
            resource = parameters[next++].Type;
        }

        if (next == parameters.Length
            || parameters[next] is not { RefKind: RefKind.None or RefKind.In } told
            || !told.Type.HasFullName(ArgumentOf(capability)))
        {
            return null;
        }

        bool takesToken = parameters.Length == next + 2
            && parameters[next + 1] is { RefKind: RefKind.None } token
            && token.Type.HasFullName("System.Threading.CancellationToken");
        return parameters.Length == next + (takesToken ? 2 : 1)
            ? new CapabilitySignature(resource, told.RefKind == RefKind.In, takesToken, async)
            : null;
    }

    /// <summary>The method as it has to look, for messages and fixes.</summary>
    public static string Expected(IMethodSymbol method, Capability capability)
    {
        string resource = method.IsStatic && capability != Capability.Clean ? $"{ResourceOf(method)} resource, " : "";
        string told = capability switch
        {
            Capability.Trim => "TrimRequest request",
            Capability.Release => "in ReleaseContext context",
            Capability.Clean => "CleanerContext context",
            _ => "ReleaseContext context",
        };
        return $"{(method.IsStatic ? "static " : "")}{ResultOf(capability)} {method.Name}({resource}{told})";
    }

    /// <summary>What it returns where it is not asynchronous.</summary>
    public static string ResultOf(Capability capability) => capability switch
    {
        Capability.Trim => "long",
        Capability.Release => "ReleaseOutcome",
        _ => "void",
    };

    /// <summary>A struct can be tracked, but not looked up.</summary>
    private static bool CanBeResource(ITypeSymbol type, INamedTypeSymbol container) =>
        type is { IsReferenceType: true, TypeKind: not TypeKind.Dynamic } || SymbolEqualityComparer.Default.Equals(type, container);

    private static string ResourceOf(IMethodSymbol method) =>
        !method.Parameters.IsEmpty && method.Parameters[0] is { RefKind: RefKind.None, Type: { TypeKind: TypeKind.Class or TypeKind.Interface or TypeKind.Array } type }
            ? type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)
            : "TResource";

    private static string ArgumentOf(Capability capability) => capability switch
    {
        Capability.Trim => WellKnownNames.TrimRequest,
        Capability.Clean => WellKnownNames.CleanerContext,
        _ => WellKnownNames.ReleaseContext,
    };

    private static AsyncHandlerKind? AsyncKindOf(ITypeSymbol returned, Capability capability)
    {
        if (IsResult(returned, capability))
            return AsyncHandlerKind.None;
        if (returned is not INamedTypeSymbol { ContainingNamespace.Name: "Tasks" } task)
            return null;

        bool hasResult = capability is Capability.Trim or Capability.Release;
        if (hasResult && !(task.TypeArguments is [var result] && IsResult(result, capability)))
            return null;
        if (task.HasFullName(hasResult ? "System.Threading.Tasks.ValueTask`1" : "System.Threading.Tasks.ValueTask"))
            return AsyncHandlerKind.ValueTask;
        return task.HasFullName(hasResult ? "System.Threading.Tasks.Task`1" : "System.Threading.Tasks.Task") ? AsyncHandlerKind.Task : null;
    }

    private static bool IsResult(ITypeSymbol type, Capability capability) => capability switch
    {
        Capability.Trim => type.SpecialType == SpecialType.System_Int64,
        Capability.Release => type.HasFullName(WellKnownNames.ReleaseOutcome),
        _ => type.SpecialType == SpecialType.System_Void,
    };
}

/// <summary>What an asynchronous method returns.</summary>
internal enum AsyncHandlerKind
{
    None,
    ValueTask,
    Task,
}
