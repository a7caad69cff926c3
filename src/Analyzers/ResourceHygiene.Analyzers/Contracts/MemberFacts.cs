using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>What contract files state about members. Thread-safe; memoised for one compilation.</summary>
internal sealed class MemberFacts
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<ContractFact>> _facts = new(SymbolEqualityComparer.Default);
    private readonly ContractLookup _contracts;

    public MemberFacts(ContractLookup contracts) => _contracts = contracts;

    /// <summary>Facts about a method, property or field, its own or inherited.</summary>
    public ImmutableArray<ContractFact> Of(ISymbol member) =>
        _facts.TryGetValue(member.OriginalDefinition, out ImmutableArray<ContractFact> known) ? known : _facts.GetOrAdd(member.OriginalDefinition, Find);

    /// <summary>True when a line about a member of this name gives something that a family of methods releases: asked before anything that costs more.</summary>
    public bool MayGive(string name) => _contracts.IsNameInFamily(name);

    /// <summary>The lines that say what releases things of a family.</summary>
    public IEnumerable<ContractLine> ReleasersOf(string family) => _contracts.ReleasersOf(family);

    // A line about what a member may throw leaves alone what a farther line says about who owns its result.
    private ImmutableArray<ContractFact> Find(ISymbol member) => member.ContainingType is { } type
        ? FromEntryPoint(member) is { IsEmpty: false } native ? native : Nearest(member, type, static fact => !fact.IsBehaviour)
            .AddRange(Nearest(member, type, static fact => fact.IsBehaviour))
            .AddRange(_contracts.LinesFor(type).Where(static line => line.Member is null).SelectMany(static line => line.Facts).Where(static fact => fact.IsBehaviour))
        : ImmutableArray<ContractFact>.Empty;

    private ImmutableArray<ContractFact> FromEntryPoint(ISymbol member) =>
        EntryPoints.Of(member) is { } entryPoint ? _contracts.FactsAboutEntryPoint(entryPoint) : ImmutableArray<ContractFact>.Empty;

    // The nearest type wins that a line about a member of this name belongs to: SqliteConnection.BeginTransaction means
    // what DbConnection.BeginTransaction means, also where it hides that or adds an overload.
    private ImmutableArray<ContractFact> Nearest(ISymbol member, INamedTypeSymbol type, Func<ContractFact, bool> isWanted)
    {
        foreach (INamedTypeSymbol declaring in member.IsInherited() ? InheritedMembers.SelfAndBases(type) : ImmutableArray.Create(type))
        {
            if (FactsIn(declaring, member, isWanted) is { IsEmpty: false } facts)
                return facts;
        }

        return ImmutableArray<ContractFact>.Empty;
    }

    // A line with a parameter list speaks about one overload and beats the line about all of them.
    private ImmutableArray<ContractFact> FactsIn(INamedTypeSymbol declaring, ISymbol member, Func<ContractFact, bool> isWanted)
    {
        ImmutableArray<ContractLine> lines = _contracts.LinesFor(declaring);
        if (lines.IsEmpty)
            return ImmutableArray<ContractFact>.Empty;
        string name = ContractBinding.NameOf(member);
        List<ContractLine> candidates = lines
            .Where(line => line.Member is not null && ContractBinding.WithoutArity(line.Member) == name && line.Facts.Any(isWanted))
            .ToList();
        if (candidates.Count == 0)
            return ImmutableArray<ContractFact>.Empty;
        ContractLine? line = candidates.Find(line => line.Parameters is not null && ContractBinding.IsOverload(member, line))
            ?? candidates.Find(static line => line.Parameters is null);
        return line?.Facts.Where(isWanted).ToImmutableArray() ?? ImmutableArray<ContractFact>.Empty;
    }
}
