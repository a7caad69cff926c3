using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>Which types hold elements and do nothing else to them, and how elements get in.</summary>
internal static class CollectionTypes
{
    private static readonly string[] s_addingMethods =
        { "Add", "TryAdd", "AddFirst", "AddLast", "Enqueue", "Push", "Insert", "AddRange", "PushRange", "EnqueueRange", "InsertRange" };

    /// <summary>Arrays and the collections of the BCL; types in source only through <see cref="IsPlainCustom"/>.</summary>
    public static bool IsFramework(ITypeSymbol? type) =>
        type is IArrayTypeSymbol
        || type is INamedTypeSymbol { ContainingNamespace: { } space } && type.DeclaringSyntaxReferences.IsEmpty && IsCollectionNamespace(space)
        && type.Name is not ("BlockingCollection" or "KeyValuePair" or "DictionaryEntry" or "LinkedListNode");

    /// <summary>A collection type in source that is enumerable, no resource itself, and nowhere speaks of releasing anything.</summary>
    public static bool IsPlainCustom(ITypeSymbol? type, OwnershipKnowledge knowledge) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false }
        && type.AllInterfaces.Any(static implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable)
        && knowledge.Types.TraitsOf(type) is null
        && BasesInSource(type).All(static part => !SpeaksOfRelease(part));

    public static bool IsCollection(ITypeSymbol? type, OwnershipKnowledge knowledge) =>
        (IsFramework(type) && knowledge.Types.TraitsOf(type) is null) || IsPlainCustom(type, knowledge);

    public static bool IsAdding(IMethodSymbol method) => IsAdding(method.Name);

    public static bool IsAdding(string method) => Array.IndexOf(s_addingMethods, method) >= 0;

    /// <summary>An expression that makes a new collection: a creation, an array, a collection expression, a builder.</summary>
    public static bool IsCreation(IOperation? value, OwnershipKnowledge knowledge) => value switch
    {
        IObjectCreationOperation creation => IsCollection(creation.Type, knowledge),
        IArrayCreationOperation => true,
        IInvocationOperation { TargetMethod: { Name: "CreateBuilder", IsStatic: true } method } => IsFramework(method.ContainingType) || method.ContainingType.Name.StartsWith("Immutable", StringComparison.Ordinal),
        _ => value?.Syntax is CollectionExpressionSyntax && IsCollection(value.Type, knowledge),
    };

    private static bool IsCollectionNamespace(INamespaceSymbol space) =>
        space is { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
        || (space.ContainingNamespace is { IsGlobalNamespace: false } outer && IsCollectionNamespace(outer));

    private static IEnumerable<INamedTypeSymbol> BasesInSource(ITypeSymbol type)
    {
        for (var current = type as INamedTypeSymbol; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
            yield return current;
    }

    private static bool SpeaksOfRelease(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(static part => part.GetSyntax().DescendantTokens().Any(static token =>
            token.ValueText is "Dispose" or "DisposeAsync" or "Close" or "Release" or "Free" or "using"));
}
