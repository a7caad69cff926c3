using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>What operations mean to values of <see cref="RawTypes"/>, and which calls give and release them.</summary>
internal static class RawValues
{
    /// <summary>True for conversions by a method that yield the same address in another type: <c>(void*)handle</c> before .NET 7.</summary>
    public static bool PassesThrough(IConversionOperation conversion) => conversion.OperatorMethod is { ContainingType: var type } && RawTypes.IsAddress(type);

    /// <summary>True for <c>new IntPtr(p)</c> and <c>p.ToPointer()</c>, which yield the same address in another type.</summary>
    public static bool PassesThrough(IMethodSymbol method) =>
        RawTypes.IsAddress(method.ContainingType) && (method.MethodKind == MethodKind.Constructor || method.Name == "ToPointer");

    /// <summary>True for the field that means that there is nothing: IntPtr.Zero, or a constant of a project for a handle that is none.</summary>
    public static bool IsNothing(IFieldSymbol field) =>
        field.IsStatic && RawTypes.IsAddress(field.Type)
        && ((field.Name == "Zero" && RawTypes.IsAddress(field.ContainingType)) || (field.IsReadOnly && field.Name.IndexOf("invalid", StringComparison.OrdinalIgnoreCase) >= 0));

    /// <summary>True for constants that mean the same: null, zero and, of handles, minus one.</summary>
    public static bool IsNothing(ITypeSymbol? type, object? constant) => RawTypes.IsAddress(type) && constant is null or 0 or 0u or 0L or 0ul or -1 or -1L;

    /// <summary>True for whole numbers that are no handle; with <paramref name="isLimit"/> also for those between what is one and what is none: below three are the streams that every process has.</summary>
    public static bool IsNoNumber(object constant, bool isLimit = false) => constant is 0 or 0u or 0L or -1 or -1L || (isLimit && constant is 1 or 2 or 3 or 1u or 2u or 3u or 1L or 2L or 3L);

    /// <summary>The variable that a call fills in: of <c>out x</c>, and of <c>&amp;x</c> where the function wants a pointer.</summary>
    public static IOperation TargetOf(IArgumentOperation argument)
    {
        IOperation target = argument.Value;
        while (argument.Parameter?.RefKind == RefKind.None && target is IConversionOperation conversion)
            target = conversion.Operand;
        return argument.Parameter?.RefKind == RefKind.None && target is IAddressOfOperation address ? address.Reference : target;
    }

    /// <summary>True for parameters of native functions through which an address comes back: <c>void**</c>, <c>IntPtr*</c>.</summary>
    public static bool IsPlaceOfAddress(IParameterSymbol parameter) =>
        parameter is { RefKind: RefKind.None, Type: IPointerTypeSymbol { PointedAtType: var type } } && (RawTypes.IsAddress(type) || type.SpecialType is SpecialType.System_Int32 or SpecialType.System_UInt32);

    /// <summary>True for arithmetic on addresses, whose result points into what its operand points to.</summary>
    public static bool IsArithmetic(IBinaryOperation binary) =>
        binary.Type is { SpecialType: not SpecialType.System_Boolean }
        && (binary.OperatorMethod is null || RawTypes.IsAddress(binary.OperatorMethod.ContainingType));

    /// <summary>What a call that releases something releases, whatever its type; null where no line names a family.</summary>
    public static string? ReleasedFamily(IOperation release, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (release is not IInvocationOperation call)
            return null;
        MethodContract contract = knowledge.ContractOf(call.TargetMethod, session);
        return contract.ReceiverFamily ?? contract.Parameters.FirstOrDefault(static parameter => parameter is { Role: ParameterRole.Released, Family: not null }).Family;
    }

    /// <summary>Whether a method may give what a family of methods releases. Cheap; the contract decides.</summary>
    public static bool MayGive(IMethodSymbol method, ITypeSymbol type, OwnershipKnowledge knowledge)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (knowledge.Declared.MayGive(definition.Name) && knowledge.Declared.GivesFamily(definition))
            return true;
        if (!RawTypes.IsRaw(type) && !IsImport(definition))
            return false;
        // A wrapper in source: of arrays there are too many methods to read all bodies.
        return IsImport(definition) ? knowledge.Declared.GivesFamily(definition)
            : DeclaredContracts.IsAnnotatedAsGiving(definition) ? true
            : definition.DeclaringSyntaxReferences.IsEmpty ? AssemblySummary.Of(definition.ContainingAssembly).FactsAbout(definition).Any(static fact => fact.Family is not null)
            : !definition.IsAbstract && (RawTypes.IsAddress(type) || knowledge.MentionsGiver(definition));
    }

    private static bool IsImport(IMethodSymbol method) => method.IsStatic && (method.IsExtern || method.IsPartialDefinition || method.PartialDefinitionPart is not null);
}
