using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>Which types carry an obligation. Thread-safe; memoised for one compilation.</summary>
internal sealed class ResourceTypes
{
    private static readonly string[] s_taskTypes = { "System.Threading.Tasks.Task`1", "System.Threading.Tasks.ValueTask`1" };

    private static readonly string[] s_releaseNames = { "Dispose", "DisposeAsync", "DisposeAsyncCore", "Close", "ReleaseHandle", "System.IDisposable.Dispose" };

    private readonly ConcurrentDictionary<ITypeSymbol, ResourceTraits?> _traits = new(SymbolEqualityComparer.Default);
    private readonly ContractLookup _contracts;
    private readonly HygieneSettings _settings;
    private readonly INamedTypeSymbol? _asyncDisposable;
    private readonly ImmutableArray<INamedTypeSymbol> _taskLike;

    /// <param name="compilation">Where the types are used.</param>
    /// <param name="contracts">What is said about them.</param>
    /// <param name="precedesGenerators">The compilation lacks what generators write: what they will make disposable counts as such.</param>
    /// <param name="settings">What is configured about types.</param>
    public ResourceTypes(Compilation compilation, ContractLookup contracts, bool precedesGenerators = false, HygieneSettings? settings = null)
    {
        _settings = settings ?? HygieneSettings.Default;
        PrecedesGenerators = precedesGenerators;
        _contracts = contracts;
        _asyncDisposable = Find(compilation, "System.IAsyncDisposable");
        HasScoped = contracts.HasScoped(compilation);
        _taskLike = s_taskTypes.Select(name => Find(compilation, name)).OfType<INamedTypeSymbol>().ToImmutableArray();
    }

    /// <summary>What generators will make disposable counts as such.</summary>
    public bool PrecedesGenerators { get; }

    /// <summary>Some type that belongs to scopes can be named here. Nothing about scopes is asked where this is false.</summary>
    public bool HasScoped { get; }

    /// <summary>The obligation of a type's values; null when they carry none.</summary>
    public ResourceTraits? TraitsOf(ITypeSymbol? type)
    {
        if (type is null or IErrorTypeSymbol || type.SpecialType is not (SpecialType.None or SpecialType.System_IDisposable))
            return null;
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface or TypeKind.TypeParameter))
            return null;
        // Asked more often than anything else: known answers cost no delegate.
        ITypeSymbol definition = type.OriginalDefinition;
        return _traits.TryGetValue(definition, out ResourceTraits? known) ? known : _traits.GetOrAdd(definition, Classify);
    }

    /// <summary>True for what belongs to the scope that is open when it is made.</summary>
    public bool IsScoped(ITypeSymbol? type) => HasScoped && TraitsOf(type) is { IsScoped: true };

    /// <summary>True for a type whose values own, while they are open, what is made meanwhile and belongs to scopes.</summary>
    public bool OpensScope(ITypeSymbol? type) => HasScoped && TraitsOf(type) is { OpensScope: true };

    /// <summary>The type of what an expression of this type finally yields: the T of Task&lt;T&gt; and ValueTask&lt;T&gt;, else the type itself.</summary>
    public ITypeSymbol? Awaited(ITypeSymbol? type) => IsTaskOfResult(type) ? ((INamedTypeSymbol)type!).TypeArguments[0] : type;

    public bool IsTaskOfResult(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Arity: 1 } named && _taskLike.Contains(named.OriginalDefinition, SymbolEqualityComparer.Default);

    /// <summary>True for types that the user wants to be left alone.</summary>
    public bool IsIgnored(ITypeSymbol type) => !_settings.IgnoredTypes.IsEmpty && SelfAndAll(type).Any(_settings.Ignores);

    /// <summary>True when every value of one type, null aside, is a value of the other.</summary>
    public static bool IsSubtype(ITypeSymbol from, ITypeSymbol to)
    {
        if (SymbolEqualityComparer.Default.Equals(from, to) || to.SpecialType == SpecialType.System_Object)
            return true;
        if (to.TypeKind == TypeKind.Interface)
            return from.AllInterfaces.Contains(to, SymbolEqualityComparer.Default);
        for (ITypeSymbol? current = from.BaseType; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, to))
                return true;
        }

        return from is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(constraint => IsSubtype(constraint, to));
    }

    private ResourceTraits? Classify(ITypeSymbol type)
    {
        if (type is ITypeParameterSymbol parameter)
            return parameter.ConstraintTypes.Select(TraitsOf).FirstOrDefault(static traits => traits is not null);

        if (IsIgnored(type))
            return null;
        string? releaseMethod = BasesOf(type).Concat(type.AllInterfaces)
            .Select(candidate => _settings.ReleaseMethodOf(candidate) ?? OwnershipAttributes.ReleaseMethod(candidate)).FirstOrDefault(static name => name is not null);
        bool hasDispose = Implements(type, IsDisposable)
            || (PrecedesGenerators && type.TypeKind is TypeKind.Class or TypeKind.Struct && type.FindAttribute(WellKnownNames.TrackedResourceAttribute) is not null)
            || (type.IsRefLikeType && HasPatternDispose(type));
        bool hasDisposeAsync = _asyncDisposable is not null
            && Implements(type, candidate => SymbolEqualityComparer.Default.Equals(candidate, _asyncDisposable));
        if (releaseMethod is null && !hasDispose && !hasDisposeAsync)
            return null;

        ImmutableArray<ContractFact> facts = FactsAbout(type);
        bool isHarmless = releaseMethod is null
            && ((!hasDisposeAsync && ReleaseIsEmpty(type)) || (AddsNothingToRelease(type) && !ReleasesItsMembers(type)) || IsSummarizedAsHarmless(type));
        ResourceTier? configured = ConfiguredTier(type);
        ResourceTier tier = configured ?? (isHarmless ? ResourceTier.None : TierIn(facts));
        return new ResourceTraits(tier)
        {
            IsTierConfigured = configured is not null,
            HasDispose = hasDispose,
            HasDisposeAsync = hasDisposeAsync,
            ReleaseMethod = releaseMethod,
            IsHarmless = isHarmless,
            IsLent = facts.Any(static fact => fact is { Verb: ContractVerb.Borrowed, Name: null }),
            IsOnce = SelfAndAll(type).Any(candidate => Says(candidate, ContractVerb.Once)),
            IsScoped = SelfAndAll(type).Any(candidate => Says(candidate, ContractVerb.Scoped)),
            OpensScope = SelfAndAll(type).Any(candidate => Says(candidate, ContractVerb.Scope)),
            CloseIsFinal = CloseIsFinal(type),
        };
    }

    // About this very type: what a derived class releases is its own affair. A contract file knows better.
    private bool IsSummarizedAsHarmless(ITypeSymbol type) =>
        type is INamedTypeSymbol named
        && AssemblySummary.Of(type.ContainingAssembly).FactsAbout(type).Any(static fact => fact is { Verb: ContractVerb.Tier, Tier: ResourceTier.None })
        && !_contracts.LinesFor(named).Any(static line => line.Member is null);

    private static ResourceTier TierIn(ImmutableArray<ContractFact> facts) =>
        facts.FirstOrDefault(static fact => fact.Verb == ContractVerb.Tier)?.Tier ?? ResourceTier.Normal;

    // As with lines: what a line says about a derived type is nearer than what is configured for its base.
    private ResourceTier? ConfiguredTier(ITypeSymbol type)
    {
        foreach (INamedTypeSymbol candidate in _settings.Tiers.IsEmpty ? Enumerable.Empty<INamedTypeSymbol>() : SelfAndAll(type))
        {
            if (_settings.TierOf(candidate) is { } tier)
                return tier;
            if (Says(candidate, ContractVerb.Tier))
                return null;
        }

        return null;
    }

    // The nearest type that a contract speaks about wins: SqlConnection inherits what is said about DbConnection. An
    // enumerator costs nothing, but a class in source that is one and releases something does.
    private ImmutableArray<ContractFact> FactsAbout(ITypeSymbol type)
    {
        bool hasOwnRelease = type is { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false } && EnumeratorRelease.LetsGo(type);
        foreach (INamedTypeSymbol candidate in SelfAndAll(type))
        {
            ContractLine? line = _contracts.LinesFor(candidate).FirstOrDefault(static line =>
                line.Member is null && line.Facts.Any(static fact => fact.Verb is ContractVerb.Tier or ContractVerb.Borrowed));
            if (line is not null && !(hasOwnRelease && candidate is { TypeKind: TypeKind.Interface, Name: "IEnumerator" or "IAsyncEnumerator" }))
                return line.Facts;
        }

        return ImmutableArray<ContractFact>.Empty;
    }

    private bool Says(INamedTypeSymbol type, ContractVerb verb) =>
        _contracts.LinesFor(type).Any(line => line.Member is null && line.Facts.Any(fact => fact.Verb == verb));

    // Only what is known to be final: Dispose is for that, Close may mean less.
    private bool CloseIsFinal(ITypeSymbol type)
    {
        foreach (INamedTypeSymbol candidate in SelfAndAll(type))
        {
            if (Says(candidate, ContractVerb.Reopens))
                return false;
            if (ClosingMethods.EndsForGood(candidate) || _contracts.LinesFor(candidate).Any(static line =>
                line.Member == "Close" && line.Facts.Any(static fact => fact is { Verb: ContractVerb.Releases, Name: null or "this" })))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<INamedTypeSymbol> SelfAndAll(ITypeSymbol type) => BasesOf(type).Concat(type.AllInterfaces);

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
            if (current.GetMembers().Any(static member => member is IMethodSymbol { IsImplicitlyDeclared: false } method && s_releaseNames.Contains(method.Name, StringComparer.Ordinal) && !EmptyRelease.OnlyCallsBase(method)))
                return false;
            current = current.BaseType;
        }

        return current is { IsAbstract: true } && !SymbolEqualityComparer.Default.Equals(current, type) && Implements(current, IsDisposable);
    }

    // A module releases what its fields hold without a word of its class.
    private bool ReleasesItsMembers(ITypeSymbol type) =>
        BasesOf(type).Any(candidate => _contracts.LinesFor(candidate).Any(static line => line.Facts.Any(static fact => fact.Verb == ContractVerb.Adopts)));

    // `public void Dispose() { }` exists because an interface wants it; nobody leaks anything by not calling it.
    private static bool ReleaseIsEmpty(ITypeSymbol type) =>
        ((type.IsSealed || type.BaseType?.SpecialType == SpecialType.System_Object) && EmptyRelease.Of(type))
        || (RawTypes.IsSafeHandle(type) && EmptyRelease.OfHandle(type));

    // Unlike Compilation.GetTypeByMetadataName, not defeated by a second assembly that carries a copy of the type.
    private static INamedTypeSymbol? Find(Compilation compilation, string metadataName) =>
        compilation.GetTypesByMetadataName(metadataName)
            .OrderByDescending(static type => type.DeclaredAccessibility == Accessibility.Public)
            .FirstOrDefault();
}
