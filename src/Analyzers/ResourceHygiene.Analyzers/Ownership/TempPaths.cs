using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Files and directories that the system made for the program, which nobody deletes but the program. What stands for one is
/// its path, a string or a FileSystemInfo, and a path goes anywhere: only the methods of .NET are known not to delete it.
/// </summary>
internal static class TempPaths
{
    /// <summary>What the names of their families begin with.</summary>
    public const string FamilyPrefix = "temp.";

    private static readonly string[] s_keepingPrefixes = { "Add", "TryAdd", "Append", "Attach", "Push", "Enqueue", "Insert", "Register", "Set", "TrySet", "Write", "TryWrite", "Post", "Send" };

    /// <summary>True for types by which paths are passed around.</summary>
    public static bool IsPath(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_String } or { Name: "FileSystemInfo" or "DirectoryInfo" or "FileInfo", ContainingNamespace: { Name: "IO", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    /// <summary>True where a member yields the very path that it is read from, or made from.</summary>
    public static bool IsSame(ISymbol member) =>
        member is IPropertySymbol { Name: "FullName" } or IMethodSymbol { Name: "ToString" or "GetFullPath" or "AsSpan" or "Trim" } or IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType.Name: "FileInfo" or "DirectoryInfo" };

    /// <summary>True for methods of .NET that open, read, write or examine what a path names, and leave it where it is.</summary>
    public static bool OnlyUses(IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        if (!method.DeclaringSyntaxReferences.IsEmpty || method.MethodKind == MethodKind.DelegateInvoke || NamespaceOf(method) is not { } space
            || !(space == "System" || space.StartsWith("System.", StringComparison.Ordinal)) || space.StartsWith("System.Collections", StringComparison.Ordinal))
        {
            return false;
        }

        // FileOptions.DeleteOnClose; and what is added to something is there for somebody else. Console.WriteLine, Path.Join and string.Format keep nothing.
        return !arguments.Any(static argument => argument.Parameter?.Type.Name is "FileOptions" or "FileStreamOptions" && !argument.IsImplicit)
            && (IsText(method.ContainingType) || !Array.Exists(s_keepingPrefixes, prefix => method.Name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    /// <summary>True where the result says where the path is, or holds it: what leaves with it may lead to the path again. Contents do not.</summary>
    public static bool LeadsBack(ISymbol member, ITypeSymbol? result) => member switch
    {
        // Without its extension, or with another one, it is no path to the file that there is.
        { Name: "ChangeExtension" or "Exists" or "ReadAllText" or "ReadAllTextAsync" or "ReadToEnd" or "GetTempPath" or "Extension" } => false,
        _ => result is { IsReferenceType: true } and not IArrayTypeSymbol || result is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None, IsRefLikeType: true },
    };

    // Of types whose methods write about a path, and not to where it could be found again.
    private static bool IsText(INamedTypeSymbol? type) => type is { Name: "Console" or "File" or "Path" or "Debug" or "Trace" } or { SpecialType: SpecialType.System_String };

    private static string? NamespaceOf(IMethodSymbol method) => method.ContainingType?.ContainingNamespace?.ToDisplayString();
}
