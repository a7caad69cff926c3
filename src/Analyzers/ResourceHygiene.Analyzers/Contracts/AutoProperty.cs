using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>Properties whose accessors the compiler writes.</summary>
internal static class AutoProperty
{
    /// <summary>True for a property in source that only reads and writes a place of its own.</summary>
    public static bool IsOne(ISymbol property) =>
        property is IPropertySymbol { IsAbstract: false, IsExtern: false } && property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is PropertyDeclarationSyntax declaration && IsOne(declaration);

    /// <inheritdoc cref="IsOne(ISymbol)"/>
    public static bool IsOne(PropertyDeclarationSyntax declaration) =>
        declaration.AccessorList is { Accessors: var accessors } && accessors.Any(SyntaxKind.GetAccessorDeclaration)
        && accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null });
}
