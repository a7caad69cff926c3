using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.WorkerCommands;

/// <summary>What a parameter or result of a command is.</summary>
internal enum WorkerRole
{
    /// <summary>Data, written as JSON.</summary>
    Json,

    /// <summary>An array whose elements are plain memory: travels in a segment.</summary>
    Array,

    /// <summary><c>Memory</c> of such elements.</summary>
    Memory,

    /// <summary><c>ReadOnlyMemory</c> of such elements.</summary>
    ReadOnlyMemory,

    /// <summary>A span of such elements; only as a parameter.</summary>
    Span,

    /// <summary>A read-only span of such elements; only as a parameter.</summary>
    ReadOnlySpan,

    /// <summary>Shared memory itself, without any copy.</summary>
    Shared,

    /// <summary>Cancelled when the caller gives up.</summary>
    Token,

    /// <summary>Where the unit finds itself.</summary>
    Context,
}

/// <summary>A parameter or result of a command, and in which role it crosses.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Role">Its role.</param>
/// <param name="Element">Of a payload, the type of its elements.</param>
internal readonly record struct WorkerValue(ITypeSymbol Type, WorkerRole Role, ITypeSymbol? Element = null)
{
    public bool IsPayload => Role is not (WorkerRole.Json or WorkerRole.Token or WorkerRole.Context);

    /// <summary>Whether it is sent at all.</summary>
    public bool Crosses => Role is not (WorkerRole.Token or WorkerRole.Context);

    public static WorkerValue OfParameter(ITypeSymbol type)
    {
        if (type.HasFullName("System.Threading.CancellationToken"))
            return new(type, WorkerRole.Token);
        return type.HasFullName(WellKnownNames.WorkerContext) ? new(type, WorkerRole.Context) : Of(type);
    }

    public static WorkerValue Of(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { Rank: 1 } array)
            return CanBeElement(array.ElementType) ? new(type, WorkerRole.Array, array.ElementType) : new(type, WorkerRole.Json);
        if (type is not INamedTypeSymbol { TypeArguments: [var element] } named)
            return new(type, WorkerRole.Json);

        WorkerRole role = named switch
        {
            { Name: "SharedPayload" } when named.HasFullName(WellKnownNames.SharedPayload) => WorkerRole.Shared,
            { Name: "Memory" } when named.HasFullName("System.Memory`1") => WorkerRole.Memory,
            { Name: "ReadOnlyMemory" } when named.HasFullName("System.ReadOnlyMemory`1") => WorkerRole.ReadOnlyMemory,
            { Name: "Span" } when named.HasFullName("System.Span`1") => WorkerRole.Span,
            { Name: "ReadOnlySpan" } when named.HasFullName("System.ReadOnlySpan`1") => WorkerRole.ReadOnlySpan,
            _ => WorkerRole.Json,
        };
        return role != WorkerRole.Json && CanBeElement(element) ? new(type, role, element) : new(type, WorkerRole.Json);
    }

    /// <summary>Whether a payload can be made of values of a type. Nullable ones are plain memory, too, but no <c>unmanaged</c> type to the language.</summary>
    private static bool CanBeElement(ITypeSymbol type) =>
        type is not INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } && IsPlainMemory(type);

    /// <summary>Whether values of a type mean the same, byte for byte, in another process.</summary>
    private static bool IsPlainMemory(ITypeSymbol type)
    {
        if (!type.IsUnmanagedType || type is ITypeParameterSymbol)
            return false;
        if (type is IPointerTypeSymbol or IFunctionPointerTypeSymbol || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
            return false;
        return type.TypeKind == TypeKind.Enum || IsPrimitive(type)
            || type.GetMembers().OfType<IFieldSymbol>().Where(static field => !field.IsStatic).All(static field => IsPlainMemory(field.Type));
    }

    // A primitive has a field of its own type.
    private static bool IsPrimitive(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_Double or SpecialType.System_DateTime;
}
