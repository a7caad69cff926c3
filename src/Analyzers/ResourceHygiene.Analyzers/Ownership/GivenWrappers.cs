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
    private readonly ConcurrentDictionary<INamedTypeSymbol, string?> _known = new(SymbolEqualityComparer.Default);

    /// <summary>True where an object is made around what its constructor is given, and releases only that.</summary>
    public bool IsMade(IObjectCreationOperation creation) =>
        creation is { Type: INamedTypeSymbol { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false } type, Constructor.OriginalDefinition: { } constructor }
        && _known.GetOrAdd(type.OriginalDefinition, IdleRelease.OnlyReleased) is { } held
        && type.OriginalDefinition.GetMembers(held).FirstOrDefault() is IFieldSymbol { IsStatic: false } field
        && constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ConstructorDeclarationSyntax { Initializer: null or { ThisOrBaseKeyword.RawKind: (int)SyntaxKind.BaseKeyword } } declaration
        && Writes(type, field).ToList() is { Count: > 0 } writes && writes.TrueForAll(static write => IsOfParameter(write)) && writes.Exists(write => declaration.Span.Contains(write.Span));

    private static IEnumerable<AssignmentExpressionSyntax> Writes(INamedTypeSymbol type, IFieldSymbol field) =>
        type.OriginalDefinition.DeclaringSyntaxReferences.SelectMany(static part => part.GetSyntax().DescendantNodes()).OfType<AssignmentExpressionSyntax>()
            .Where(write => write.Left switch
            {
                IdentifierNameSyntax name => name.Identifier.ValueText == field.Name,
                MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => name.Identifier.ValueText == field.Name,
                _ => false,
            });

    // _inner = inner, _inner = inner ?? throw …
    private static bool IsOfParameter(AssignmentExpressionSyntax write)
    {
        ExpressionSyntax given = write.Right is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: ThrowExpressionSyntax } guarded ? guarded.Left : write.Right;
        return given is IdentifierNameSyntax { Identifier.ValueText: var name } && write.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is { } constructor
            && constructor.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == name);
    }
}
