using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>Which types carry an obligation. Thread-safe; memoised for one compilation.</summary>
internal sealed class ResourceTypes
{
    private static readonly string[] s_taskTypes = { "System.Threading.Tasks.Task`1", "System.Threading.Tasks.ValueTask`1" };

    private static readonly string[] s_releaseNames = { "Dispose", "DisposeAsync", "DisposeAsyncCore", "Close", "ReleaseHandle", "System.IDisposable.Dispose" };

    private readonly ConcurrentDictionary<ITypeSymbol, ResourceTraits?> _traits = new(SymbolEqualityComparer.Default);
    private readonly ContractIndex _contracts;
    private readonly INamedTypeSymbol? _asyncDisposable;
    private readonly ImmutableArray<INamedTypeSymbol> _taskLike;

    public ResourceTypes(Compilation compilation, ContractIndex contracts)
    {
        _contracts = contracts;
        _asyncDisposable = Find(compilation, "System.IAsyncDisposable");
        _taskLike = s_taskTypes.Select(name => Find(compilation, name)).OfType<INamedTypeSymbol>().ToImmutableArray();
    }

    /// <summary>The obligation of a type's values; null when they carry none.</summary>
    public ResourceTraits? TraitsOf(ITypeSymbol? type)
    {
        if (type is null or IErrorTypeSymbol || type.SpecialType is not (SpecialType.None or SpecialType.System_IDisposable))
            return null;
        return type.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Interface or TypeKind.TypeParameter
            ? _traits.GetOrAdd(type.OriginalDefinition, Classify)
            : null;
    }

    /// <summary>The type of what an expression of this type finally yields: the T of Task&lt;T&gt; and ValueTask&lt;T&gt;, else the type itself.</summary>
    public ITypeSymbol? Awaited(ITypeSymbol? type) => IsTaskOfResult(type) ? ((INamedTypeSymbol)type!).TypeArguments[0] : type;

    public bool IsTaskOfResult(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Arity: 1 } named && _taskLike.Contains(named.OriginalDefinition, SymbolEqualityComparer.Default);

    private ResourceTraits? Classify(ITypeSymbol type)
    {
        if (type is ITypeParameterSymbol parameter)
            return parameter.ConstraintTypes.Select(TraitsOf).FirstOrDefault(static traits => traits is not null);

        string? releaseMethod = BasesOf(type).Concat(type.AllInterfaces).Select(OwnershipAttributes.ReleaseMethod).FirstOrDefault(static name => name is not null);
        bool hasDispose = Implements(type, IsDisposable)
            || (type.IsRefLikeType && HasPatternDispose(type));
        bool hasDisposeAsync = _asyncDisposable is not null
            && Implements(type, candidate => SymbolEqualityComparer.Default.Equals(candidate, _asyncDisposable));
        if (releaseMethod is null && !hasDispose && !hasDisposeAsync)
            return null;

        ImmutableArray<ContractFact> facts = FactsAbout(type);
        bool isHarmless = releaseMethod is null && ((!hasDisposeAsync && ReleaseIsEmpty(type)) || AddsNothingToRelease(type));
        ResourceTier tier = isHarmless
            ? ResourceTier.None
            : facts.FirstOrDefault(static fact => fact.Verb == ContractVerb.Tier)?.Tier ?? ResourceTier.Normal;
        return new ResourceTraits(tier)
        {
            HasDispose = hasDispose,
            HasDisposeAsync = hasDisposeAsync,
            ReleaseMethod = releaseMethod,
            IsLent = facts.Any(static fact => fact is { Verb: ContractVerb.Borrowed, Name: null }),
        };
    }

    // The nearest type that a contract speaks about wins: SqlConnection inherits what is said about DbConnection.
    private ImmutableArray<ContractFact> FactsAbout(ITypeSymbol type)
    {
        foreach (INamedTypeSymbol candidate in BasesOf(type).Concat(type.AllInterfaces))
        {
            ContractLine? line = _contracts.LinesFor(candidate).FirstOrDefault(static line => line.Member is null);
            if (line is not null)
                return line.Facts;
        }

        return ImmutableArray<ContractFact>.Empty;
    }

    private static IEnumerable<INamedTypeSymbol> BasesOf(ITypeSymbol type)
    {
        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
            yield return current;
    }

    private static bool Implements(ITypeSymbol type, Func<INamedTypeSymbol, bool> isWanted) =>
        (type is INamedTypeSymbol named && isWanted(named)) || type.AllInterfaces.Any(isWanted);

    private static bool IsDisposable(INamedTypeSymbol type) => type.SpecialType == SpecialType.System_IDisposable;

    private static bool HasPatternDispose(ITypeSymbol type) =>
        type.GetMembers("Dispose").Any(static member => member is IMethodSymbol
        { Parameters.IsEmpty: true, IsStatic: false, ReturnsVoid: true, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal });

    // A stream that only counts or transforms: Stream itself holds nothing, and the derived class releases nothing.
    // What a value of an abstract class releases is not seen in that class.
    private static bool AddsNothingToRelease(ITypeSymbol type)
    {
        if (type.IsAbstract)
            return false;
        var current = type as INamedTypeSymbol;
        while (current is { DeclaringSyntaxReferences.IsEmpty: false })
        {
            if (current.GetMembers().Any(static member => member is IMethodSymbol { IsImplicitlyDeclared: false } method && s_releaseNames.Contains(method.Name, StringComparer.Ordinal)))
                return false;
            current = current.BaseType;
        }

        return current is { IsAbstract: true } && !SymbolEqualityComparer.Default.Equals(current, type) && Implements(current, IsDisposable);
    }

    // `public void Dispose() { }` exists because an interface wants it; nobody leaks anything by not calling it.
    private static bool ReleaseIsEmpty(ITypeSymbol type) =>
        (type.IsSealed || type.BaseType?.SpecialType == SpecialType.System_Object)
        && type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(IsDispose) is { IsVirtual: false, IsAbstract: false } dispose
        && dispose.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is MethodDeclarationSyntax { Body.Statements.Count: 0 };

    private static bool IsDispose(IMethodSymbol method) =>
        method is { Parameters.IsEmpty: true, IsStatic: false } && (method.Name is "Dispose" || method.Name.EndsWith(".IDisposable.Dispose", StringComparison.Ordinal));

    // Unlike Compilation.GetTypeByMetadataName, not defeated by a second assembly that carries a copy of the type.
    private static INamedTypeSymbol? Find(Compilation compilation, string metadataName) =>
        compilation.GetTypesByMetadataName(metadataName)
            .OrderByDescending(static type => type.DeclaredAccessibility == Accessibility.Public)
            .FirstOrDefault();
}
