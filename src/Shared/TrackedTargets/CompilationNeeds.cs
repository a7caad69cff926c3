using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>What generated code needs of the project that it lands in.</summary>
internal static class CompilationNeeds
{
    // This version of the compiler's library knows none above 12 by name.
    private const LanguageVersion CSharp13 = (LanguageVersion)1300;

    /// <summary>Why nothing can be generated for a type or method of the project; null if there is no reason.</summary>
    public static string? WhatIsMissingFor(ISymbol symbol)
    {
        if (VersionOf(symbol) is { } version && version < LanguageVersion.CSharp11)
            return $"generated code needs C# 11 and this project has {version.ToDisplayString()}; raise LangVersion";

        return symbol.ContainingAssembly is ISourceAssemblySymbol { Compilation: { } compilation } && !HasRuntime(compilation)
            ? "the project references the annotations only; reference the package ResourceHygiene"
            : null;
    }

    /// <summary>Whether the language has properties whose accessors stand in another part.</summary>
    public static bool HasPartialProperties(IPropertySymbol property) => VersionOf(property) is not { } version || version >= CSharp13;

    private static LanguageVersion? VersionOf(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.Options is CSharpParseOptions options ? options.LanguageVersion : null;

    // By hand and not by a full name: two versions of the runtime would make that ambiguous, which is another error.
    private static bool HasRuntime(Compilation compilation) =>
        compilation.GlobalNamespace.GetNamespaceMembers().FirstOrDefault(static space => space.Name == "ResourceHygiene") is { } space
        && !space.GetTypeMembers("TrackingEntry").IsEmpty;
}
