using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Classes in source whose Dispose releases the one thing that their constructor was given, and does nothing else: another face of
/// that, which owes nothing beyond it. Thread-safe; memoised for one compilation.
/// </summary>
internal sealed class GivenWrappers
{
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    /// <summary>True where an object is made around what its constructor is given, and releases only that.</summary>
    public bool IsMade(IObjectCreationOperation creation) =>
        creation is { Type: { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false }, Constructor.OriginalDefinition: { } constructor } && _known.GetOrAdd(constructor, IsWrapping);

    private static bool IsWrapping(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ConstructorDeclarationSyntax { Initializer: null or { ThisOrBaseKeyword.RawKind: (int)SyntaxKind.BaseKeyword } } declaration
        && IdleRelease.OnlyReleased(constructor.ContainingType) is { } held
        && constructor.ContainingType.GetMembers(held).FirstOrDefault() is IFieldSymbol { IsStatic: false }
        && GivenContents.IsGiven(held, constructor.ContainingType, declaration);
}
