using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>Functions of native code, by the names under which methods of C# import them.</summary>
internal static class EntryPoints
{
    /// <summary>Stands in front of the name where contract lines are looked up.</summary>
    public const string Prefix = "E:";

    private const string LibraryImport = "LibraryImportAttribute";

    // What vendors append to the name of a function whose meaning stays the same: versions, ANSI and Unicode, threading.
    private static readonly string[] s_suffixes = { "_ptsz", "_v2", "_v3", "_v4", "A", "W" };

    /// <summary>The native function that a method imports; null for methods that import none.</summary>
    public static string? Of(ISymbol member)
    {
        if (member is not IMethodSymbol { IsStatic: true } method)
            return null;
        if (method.GetDllImportData() is { } import)
            return import.EntryPointName ?? method.Name;
        if (!method.IsPartialDefinition && method.PartialDefinitionPart is null)
            return null;
        foreach (AttributeData attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == LibraryImport)
                return attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == "EntryPoint").Value.Value as string ?? method.Name;
        }

        return null;
    }

    /// <summary>Whether an imported function says by the last error of its thread why it failed, as functions of Windows do.</summary>
    public static bool SetsLastError(IMethodSymbol method) =>
        method.GetDllImportData() is { } import
            ? import.SetLastError
            : method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == LibraryImport
                && attribute.NamedArguments.Any(static argument => argument is { Key: "SetLastError", Value.Value: true }));

    /// <summary>The names under which a line may speak about a function, the nearest first.</summary>
    public static IEnumerable<string> NamesFor(string entryPoint)
    {
        string name = entryPoint;
        yield return name;
        foreach (string suffix in s_suffixes)
        {
            if (!name.EndsWith(suffix, StringComparison.Ordinal) || name.Length == suffix.Length)
                continue;
            name = name.Substring(0, name.Length - suffix.Length);
            yield return name;
        }
    }

    /// <summary>How lines about native functions, whose parameters C# may call anything, name a parameter: by position, from one.</summary>
    public static string PositionOf(IParameterSymbol parameter) => (parameter.Ordinal + 1).ToString(CultureInfo.InvariantCulture);
}
