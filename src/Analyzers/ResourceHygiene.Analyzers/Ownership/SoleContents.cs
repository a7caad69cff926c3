using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Properties in source that hand out the only resource in their object: <c>new Lookup(id).Handle</c>. Who takes that out of an object
/// which nothing else holds has taken all there is to release. Thread-safe; memoised for one compilation.
/// </summary>
internal sealed class SoleContents
{
    private readonly ConcurrentDictionary<IPropertySymbol, bool> _known = new(SymbolEqualityComparer.Default);
    private readonly Contracts.ResourceTypes _types;

    public SoleContents(Contracts.ResourceTypes types) => _types = types;

    /// <summary>True where such a property is read from an object that is made for the purpose.</summary>
    public bool IsReadFrom(IPropertyReferenceOperation property) =>
        property.Instance is IObjectCreationOperation { Initializer: null } && property.Property is { IsStatic: false, IsVirtual: false, IsIndexer: false } read
        && _types.TraitsOf(read.Type) is { Tier: not Contracts.ResourceTier.None, IsScoped: false } && _known.GetOrAdd(read.OriginalDefinition, IsOnlyOne);

    /// <summary>True where an object is made around something that owes nothing, and holds nothing else: <c>new Binary(Handle.Of(pointer))</c>.</summary>
    public bool IsAroundNothing(IObjectCreationOperation creation, Func<IOperation, bool> owesNothing) =>
        creation is { Initializer: null, Arguments: [{ Value: { } value, Parameter.Name: { } given }], Constructor: { } constructor } && owesNothing(value)
        && OnlyOneIn(constructor.ContainingType) is { } held
        && constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ConstructorDeclarationSyntax { Initializer: null } declaration
        && declaration.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(write => NameOf(write.Left) == held.Name && write.Right is IdentifierNameSyntax name && name.Identifier.ValueText == given);

    private bool IsOnlyOne(IPropertySymbol property) => OnlyOneIn(property.ContainingType) is { } held
        && (SymbolEqualityComparer.Default.Equals(held.AssociatedSymbol, property) || FieldReadBy(property) == held.Name);

    private IFieldSymbol? OnlyOneIn(INamedTypeSymbol type)
    {
        List<IFieldSymbol> held = type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && _types.TraitsOf(field.Type) is not null).ToList();
        return type.BaseType is { SpecialType: SpecialType.System_Object } && held.Count == 1 ? held[0] : null;
    }

    private static string? FieldReadBy(IPropertySymbol property)
    {
        if (property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not PropertyDeclarationSyntax declaration)
            return null;
        AccessorDeclarationSyntax? getter = declaration.AccessorList?.Accessors.FirstOrDefault();
        ExpressionSyntax? read = declaration.ExpressionBody?.Expression ?? getter?.ExpressionBody?.Expression
            ?? (getter?.Body is { Statements: [ReturnStatementSyntax { Expression: { } returned }] } ? returned : null);
        return read is null ? null : NameOf(read);
    }

    private static string? NameOf(ExpressionSyntax read) => read switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };
}
