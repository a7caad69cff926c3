using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// Contract lines by the type they are about. Looked up by the symbols that a program really uses, so a line about
/// an assembly that is not referenced says nothing.
/// </summary>
internal sealed class ContractIndex
{
    private readonly Dictionary<string, ImmutableArray<ContractLine>> _lines;
    private readonly Dictionary<string, ImmutableArray<ContractLine>> _releasers;

    public ContractIndex(IEnumerable<ContractLine> lines)
    {
        _lines = lines.GroupBy(static line => line.TypeId, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.ToImmutableArray(), StringComparer.Ordinal);
        GiversAndReleasers = MembersWith(static fact => fact.IsAboutGivingOrReleasing);
        Releasers = MembersWith(static fact => fact.Verb == ContractVerb.Releases && !fact.IsDeletion);
        ScopedTypes = _lines.Values.SelectMany(static all => all).Where(static line => line.Member is null && line.Facts.Any(static fact => fact.Verb == ContractVerb.Scoped))
            .Select(static line => line.TypeId).ToImmutableArray();
        IEnumerable<ContractLine> aboutMembers = _lines.Values.SelectMany(static all => all).Where(static line => line.Member is not null);
        NamesOfGivers = new HashSet<string>(
            aboutMembers.Where(static line => line.Facts.Any(static fact => fact is { Verb: ContractVerb.Owned, Family: not null }))
                .Select(static line => ContractBinding.WithoutArity(line.Member!)),
            StringComparer.Ordinal);
        _releasers = aboutMembers
            .SelectMany(static line => line.Facts.Where(static fact => fact is { Verb: ContractVerb.Releases, Family: not null }).Select(fact => (fact.Family, Line: line)))
            .GroupBy(static pair => pair.Family!, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.Select(static pair => pair.Line).OrderBy(static line => line.Number).ToImmutableArray(), StringComparer.Ordinal);
    }

    /// <summary>Names of the members that give something to be released, or release something.</summary>
    public HashSet<string> GiversAndReleasers { get; }

    /// <summary>Names of the members that release something.</summary>
    public HashSet<string> Releasers { get; }

    /// <summary>Names of the members that give something which a family of methods releases.</summary>
    public HashSet<string> NamesOfGivers { get; }

    /// <summary>The types whose values belong to the scope that is open when they are made.</summary>
    public ImmutableArray<string> ScopedTypes { get; }

    /// <summary>The lines about what releases things of a family, in the order of their file.</summary>
    public ImmutableArray<ContractLine> ReleasersOf(string family) =>
        _releasers.TryGetValue(family, out ImmutableArray<ContractLine> lines) ? lines : ImmutableArray<ContractLine>.Empty;

    /// <summary>The lines about a type or namespace and its members.</summary>
    /// <param name="id">Documentation id without its prefix.</param>
    /// <param name="assembly">The assembly that defines it.</param>
    public ImmutableArray<ContractLine> LinesFor(string id, AssemblyIdentity? assembly)
    {
        if (!_lines.TryGetValue(id, out ImmutableArray<ContractLine> lines))
            return ImmutableArray<ContractLine>.Empty;
        return lines.All(static line => line.Condition is null)
            ? lines
            : lines.Where(line => line.Condition is null || (assembly is not null && line.Condition.Holds(assembly))).ToImmutableArray();
    }

    private HashSet<string> MembersWith(Func<ContractFact, bool> isWanted) => new(
        _lines.Values.SelectMany(static lines => lines).Where(line => line.Member is not null && line.Facts.Any(isWanted))
            .Select(static line => ContractBinding.WithoutArity(line.Member!)),
        StringComparer.Ordinal);
}
