using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// The contract lines that count in one compilation: the user's, and the built-in ones about which the user says
/// nothing. Thread-safe; memoised by symbol.
/// </summary>
internal sealed class ContractLookup
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<ContractLine>> _lines = new(SymbolEqualityComparer.Default);
    private readonly ContractIndex? _user;

    public ContractLookup(ContractIndex? user) => _user = user;

    /// <summary>The lines about a type and its members, not those about its base types.</summary>
    public ImmutableArray<ContractLine> LinesFor(INamedTypeSymbol type) => _lines.GetOrAdd(type.OriginalDefinition, Find);

    /// <summary>True when somebody held the defaults against the documentation of everything in the type's namespace.</summary>
    public bool IsReviewed(INamedTypeSymbol type)
    {
        string space = type.ContainingNamespace?.ToDisplayString() ?? "";
        return IsReviewedIn(_user) || IsReviewedIn(ContractIndex.BuiltIn);

        bool IsReviewedIn(ContractIndex? index) =>
            index is not null && index.LinesFor(space, type.ContainingAssembly?.Identity)
                .Any(static line => line.Facts.Any(static fact => fact.Verb == ContractVerb.Reviewed));
    }

    /// <summary>True when a line about a member of this name, of whatever type, says that it gives something to be released or releases something.</summary>
    public bool SpeaksOfGivingOrReleasing(string name) => ContractIndex.BuiltIn.GiversAndReleasers.Contains(name) || _user?.GiversAndReleasers.Contains(name) == true;

    /// <summary>True when a line about a member of this name, of whatever type, says that it releases something.</summary>
    public bool SpeaksOfReleasing(string name) => ContractIndex.BuiltIn.Releasers.Contains(name) || _user?.Releasers.Contains(name) == true;

    /// <summary>What is said about a function of native code that a method imports.</summary>
    public ImmutableArray<ContractFact> FactsAboutEntryPoint(string entryPoint)
    {
        foreach (string name in EntryPoints.NamesFor(entryPoint))
        {
            foreach (ContractIndex? index in new[] { _user, ContractIndex.BuiltIn })
            {
                if (index is not null && index.LinesFor(EntryPoints.Prefix + name, assembly: null) is [var line, ..])
                    return line.Facts;
            }
        }

        return ImmutableArray<ContractFact>.Empty;
    }

    /// <summary>True when a line about a member of this name, of whatever type, says that it gives something that a family of methods releases.</summary>
    public bool IsNameInFamily(string name) => ContractIndex.BuiltIn.NamesOfGivers.Contains(name) || _user?.NamesOfGivers.Contains(name) == true;

    /// <summary>The lines that say what releases things of a family, the user's first.</summary>
    public IEnumerable<ContractLine> ReleasersOf(string family) =>
        (_user?.ReleasersOf(family) ?? Enumerable.Empty<ContractLine>()).Concat(ContractIndex.BuiltIn.ReleasersOf(family));

    private ImmutableArray<ContractLine> Find(INamedTypeSymbol type)
    {
        if (type.GetDocumentationCommentId() is not { Length: > 2 } id)
            return ImmutableArray<ContractLine>.Empty;
        id = id.Substring(2);
        AssemblyIdentity? assembly = type.ContainingAssembly?.Identity;
        ImmutableArray<ContractLine> builtIn = ContractIndex.BuiltIn.LinesFor(id, assembly);
        ImmutableArray<ContractLine> user = _user?.LinesFor(id, assembly) ?? ImmutableArray<ContractLine>.Empty;
        return user.IsEmpty ? builtIn : user.AddRange(builtIn.Where(line => !user.Any(mine => mine.Covers(line))));
    }
}
