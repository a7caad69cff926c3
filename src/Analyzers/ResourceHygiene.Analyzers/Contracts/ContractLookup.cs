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
