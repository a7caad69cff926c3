using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>
/// How an <c>[Owned(Family = …)]</c> field of no disposable type, such as a pointer, is freed. Only a class that has one gets a
/// finalizer: nothing else would free it if the owner forgets.
/// </summary>
/// <param name="Method">The user's method that frees it; null for a family of .NET's own.</param>
/// <param name="BuiltIn">Full name of .NET's method; null where it is the user's, and for a <c>GCHandle</c>.</param>
internal sealed record NativeState(IMethodSymbol? Method, string? BuiltIn)
{
    private static readonly ImmutableDictionary<string, string> s_builtIn = ImmutableDictionary.CreateRange(StringComparer.Ordinal, new KeyValuePair<string, string>[]
    {
        new("heap.hglobal", "System.Runtime.InteropServices.Marshal.FreeHGlobal"),
        new("heap.cotask", "System.Runtime.InteropServices.Marshal.FreeCoTaskMem"),
        new("heap.bstr", "System.Runtime.InteropServices.Marshal.FreeBSTR"),
        new("heap.crt", "System.Runtime.InteropServices.NativeMemory.Free"),
        new("heap.aligned", "System.Runtime.InteropServices.NativeMemory.AlignedFree"),
    });

    /// <summary>.NET's functions for memory of C take pointers, the others numbers.</summary>
    public bool TakesPointer => BuiltIn is { } name ? name.Contains("NativeMemory") : Method?.Parameters[0].Type.TypeKind == TypeKind.Pointer;

    /// <summary>Whether values of a type are what native code calls by address or number.</summary>
    public static bool IsNative(ITypeSymbol type) => type.TypeKind == TypeKind.Pointer || IsHandle(type)
        || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64;

    public static bool IsHandle(ITypeSymbol type) => type.HasFullName("System.Runtime.InteropServices.GCHandle");

    /// <summary>Whether the member is to be freed by its family; how is <see cref="Of"/>'s to say.</summary>
    public static bool IsAskedFor(ReleasedMember member) =>
        member.Family is not null && IsNative(member.Type) && MemberRelease.Of(member.Type).Route == ReleaseRoute.None;

    /// <summary>Null where nothing is known to free the family.</summary>
    public static NativeState? Of(ReleasedMember member)
    {
        if (!IsAskedFor(member))
            return null;
        if (IsHandle(member.Type))
            return new NativeState(null, null);
        if (FindMethod(member) is { } method)
            return new NativeState(method, null);

        bool isAddress = member.Type.TypeKind == TypeKind.Pointer || member.Type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
        return isAddress && s_builtIn.TryGetValue(member.Family!, out string? builtIn) ? new NativeState(null, builtIn) : null;
    }

    /// <summary>What is wrong with where the member stands; null if nothing is.</summary>
    public static string? Problem(TrackedTarget target, ReleasedMember member)
    {
        INamedTypeSymbol type = target.Type;
        if (member.Symbol is not IFieldSymbol { IsReadOnly: false })
            return "it is set to zero when it is freed; make it a field that is not readonly";
        if (type.TypeKind != TypeKind.Class || target.Base.Kind != BaseKind.None)
            return "only a class without a disposable base gets the finalizer that frees it; wrap it in a SafeHandle";
        if (target.Attribute is null)
            return $"it is freed only in tracked types; mark '{type.Name}' [TrackedResource]";
        if (type.GetMembers().Any(static other => other is IMethodSymbol { MethodKind: MethodKind.Destructor } && !other.IsGeneratedByUs()))
            return "the finalizer that frees it is generated; remove yours";
        if (type.GetMembers("Dispose").Any(static other => other is IMethodSymbol { Parameters: [{ Type.SpecialType: SpecialType.System_Boolean }] } && !other.IsGeneratedByUs()))
            return "Dispose(bool), which frees it, is generated; remove yours";

        NativeState? state = Of(member);
        if (state is { BuiltIn: not null, TakesPointer: true } && !AllowsUnsafe(type))
            return "the method that frees it takes a pointer; set AllowUnsafeBlocks in the project, or wrap it in a SafeHandle";

        return state is null
            ? $"nothing frees '{member.Family}'; write a static method here that takes it as [Releases(Family = \"{member.Family}\")]"
            : null;
    }

    private static bool AllowsUnsafe(INamedTypeSymbol type) =>
        type.ContainingAssembly is not ISourceAssemblySymbol { Compilation.Options: CSharpCompilationOptions { AllowUnsafe: false } };

    /// <summary>A static method of the type, or of one around it, whose one parameter is released as the member's family.</summary>
    private static IMethodSymbol? FindMethod(ReleasedMember member)
    {
        for (INamedTypeSymbol? type = member.Symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            foreach (ISymbol candidate in type.GetMembers())
            {
                if (candidate is IMethodSymbol { IsStatic: true, Arity: 0, Parameters: [{ RefKind: RefKind.None } parameter] } method
                    && SymbolEqualityComparer.Default.Equals(parameter.Type, member.Type)
                    && (FamilyOf(parameter) ?? FamilyOf(method)) == member.Family)
                {
                    return method;
                }
            }
        }

        return null;
    }

    private static string? FamilyOf(ISymbol symbol) =>
        symbol.FindAttribute(WellKnownNames.ReleasesAttribute)?.NamedArgument<string?>("Family", null);
}
