using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>
/// Static fields and properties that answer alike as long as the program runs, whatever is called in between: Platform.IsUnix. Decided
/// by the text of what is in source; of properties that were compiled elsewhere, only those of the platform are known.
/// </summary>
internal static class PlatformAnswers
{
    public static bool IsOne(ISymbol member) => member.IsStatic && member switch
    {
        IFieldSymbol field => field.IsReadOnly || field.IsConst,
        IPropertySymbol { SetMethod: null, DeclaringSyntaxReferences.IsEmpty: true } property => IsKnown(property),
        IPropertySymbol { SetMethod: null } property => AutoProperty.IsOne(property) || ComputesFromFixed(property),
        _ => false,
    };

    private static bool IsKnown(IPropertySymbol property) => property.Name switch
    {
        "Is64BitProcess" or "Is64BitOperatingSystem" or "IsPrivilegedProcess" => property.ContainingType is { Name: "Environment", ContainingNamespace.Name: "System" },
        "IsDynamicCodeSupported" or "IsDynamicCodeCompiled" => property.ContainingType.Name == "RuntimeFeature",
        // Of instructions of the processor, and of vectors.
        "IsSupported" or "IsHardwareAccelerated" => property.ContainingNamespace.ToDisplayString() is var space && (space == "System.Numerics" || space.StartsWith("System.Runtime.Intrinsics", StringComparison.Ordinal)),
        _ => false,
    };

    private static bool ComputesFromFixed(IPropertySymbol property)
    {
        if (property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not PropertyDeclarationSyntax declaration)
            return false;
        SyntaxNode? body = declaration.ExpressionBody as SyntaxNode ?? declaration.AccessorList;
        if (body is null)
            return false;
        var locals = new HashSet<string>(body.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(static local => local.Identifier.ValueText), StringComparer.Ordinal);
        return body.DescendantNodes().OfType<SimpleNameSyntax>().Where(IsFirst).All(name =>
            locals.Contains(name.Identifier.ValueText) || name.Identifier.ValueText == "var" || IsOfPlatform(name) || IsUnchanging(property.ContainingType, name));
    }

    // The first name of a.b.c, which says what the others belong to.
    private static bool IsFirst(SimpleNameSyntax name) =>
        name.Parent is not MemberBindingExpressionSyntax && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name);

    // private static readonly bool s_isUnix
    private static bool IsUnchanging(INamedTypeSymbol type, SimpleNameSyntax name) => name.Parent is not InvocationExpressionSyntax
        && type.GetMembers(name.Identifier.ValueText) is [{ IsStatic: true } member]
        && (member is IFieldSymbol { IsConst: true } or IFieldSymbol { IsReadOnly: true, Type: { IsValueType: true } or { SpecialType: SpecialType.System_String } }
            || (member is IPropertySymbol { SetMethod: null, Type.IsValueType: true } && AutoProperty.IsOne(member)));

    // System.Environment.NewLine
    private static bool IsOfPlatform(SimpleNameSyntax name)
    {
        ExpressionSyntax current = name;
        string type = name.Identifier.ValueText;
        while (type is "System" or "Runtime" or "InteropServices" or "IO" && current.Parent is MemberAccessExpressionSyntax longer)
        {
            current = longer;
            type = longer.Name.Identifier.ValueText;
        }

        return type switch
        {
            "OperatingSystem" or "RuntimeInformation" or "OSPlatform" or "PlatformID" or "Architecture" or "RuntimeFeature" or "IntPtr" => true,
            // Type.GetType("Mono.Runtime") != null
            "Type" => Member(current) is "GetType",
            "Path" => Member(current) is "DirectorySeparatorChar" or "AltDirectorySeparatorChar" or "PathSeparator",
            "Environment" => Member(current) is "NewLine" or "OSVersion" or "Version" or "Is64BitProcess" or "Is64BitOperatingSystem" or "ProcessorCount",
            _ => false,
        };
    }

    private static string? Member(ExpressionSyntax type) => (type.Parent as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText;
}
