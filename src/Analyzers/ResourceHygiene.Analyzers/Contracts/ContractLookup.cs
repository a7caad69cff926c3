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
    private readonly Lazy<ImmutableArray<ContractIndex>> _everywhere;

    /// <param name="user">What the user says; null for nothing.</param>
    /// <param name="compilation">Where it counts; null for anywhere, which makes the answers about mere names more careful.</param>
    public ContractLookup(ContractIndex? user, Compilation? compilation = null)
    {
        _user = user;
        _everywhere = new Lazy<ImmutableArray<ContractIndex>>(() => Everywhere(user, compilation));
    }

    /// <summary>The lines about a type and its members, not those about its base types.</summary>
    public ImmutableArray<ContractLine> LinesFor(INamedTypeSymbol type) =>
        _lines.TryGetValue(type.OriginalDefinition, out ImmutableArray<ContractLine> known) ? known : _lines.GetOrAdd(type.OriginalDefinition, Find);

    /// <summary>True when somebody held the defaults against the documentation of everything in the type's namespace.</summary>
    public bool IsReviewed(INamedTypeSymbol type)
    {
        string space = type.ContainingNamespace?.ToDisplayString() ?? "";
        AssemblyIdentity? assembly = type.ContainingAssembly?.Identity;
        return IsReviewedIn(_user?.LinesFor(space, assembly) ?? ImmutableArray<ContractLine>.Empty) || IsReviewedIn(BuiltIn(space, assembly));

        static bool IsReviewedIn(ImmutableArray<ContractLine> lines) => lines.Any(static line => line.Facts.Any(static fact => fact.Verb == ContractVerb.Reviewed));
    }

    /// <summary>True when a line about a member of this name, of whatever type, says that it gives something to be released or releases something.</summary>
    public bool SpeaksOfGivingOrReleasing(string name) => Any(name, static index => index.GiversAndReleasers);

    /// <summary>True when a line about a member of this name, of whatever type, says that it releases something.</summary>
    public bool SpeaksOfReleasing(string name) => Any(name, static index => index.Releasers);

    /// <summary>True when a type whose values belong to scopes can be named in a compilation.</summary>
    public bool HasScoped(Compilation compilation) => _everywhere.Value
        .Any(index => index.ScopedTypes.Any(id => !DocumentationCommentId.GetSymbolsForDeclarationId("T:" + id, compilation).IsEmpty));

    /// <summary>What is said about a function of native code that a method imports.</summary>
    public ImmutableArray<ContractFact> FactsAboutEntryPoint(string entryPoint)
    {
        foreach (string name in EntryPoints.NamesFor(entryPoint))
        {
            foreach (ContractIndex? index in new[] { _user, BuiltInContracts.Core })
            {
                if (index is not null && index.LinesFor(EntryPoints.Prefix + name, assembly: null) is [var line, ..])
                    return line.Facts;
            }
        }

        return ImmutableArray<ContractFact>.Empty;
    }

    /// <summary>True when a line about a member of this name, of whatever type, says that it gives something that a family of methods releases.</summary>
    public bool IsNameInFamily(string name) => Any(name, static index => index.NamesOfGivers);

    /// <summary>The lines that say what releases things of a family, the user's first.</summary>
    public IEnumerable<ContractLine> ReleasersOf(string family) =>
        _everywhere.Value.SelectMany(index => index.ReleasersOf(family));

    private bool Any(string name, Func<ContractIndex, HashSet<string>> names)
    {
        foreach (ContractIndex index in _everywhere.Value)
        {
            if (names(index).Contains(name))
                return true;
        }

        return false;
    }

    // The user's lines first, then those that count in every compilation, then those about the libraries that are referenced.
    private static ImmutableArray<ContractIndex> Everywhere(ContractIndex? user, Compilation? compilation)
    {
        var indexes = ImmutableArray.CreateBuilder<ContractIndex>();
        if (user is not null)
            indexes.Add(user);
        indexes.Add(BuiltInContracts.Core);
        indexes.AddRange(compilation is null ? BuiltInContracts.Libraries : BuiltInContracts.AboutAny(AssembliesOf(compilation)));
        return indexes.ToImmutable();
    }

    // Bodies of projects that are referenced as source are read, too.
    private static IEnumerable<string> AssembliesOf(Compilation compilation)
    {
        var seen = new HashSet<Compilation>();
        var pending = new Stack<Compilation>();
        pending.Push(compilation);
        while (pending.Count > 0)
        {
            Compilation current = pending.Pop();
            if (!seen.Add(current))
                continue;
            yield return current.AssemblyName ?? "";
            foreach (AssemblyIdentity referenced in current.ReferencedAssemblyNames)
                yield return referenced.Name;
            foreach (MetadataReference reference in current.References)
            {
                if (reference is CompilationReference project)
                    pending.Push(project.Compilation);
            }
        }
    }

    private ImmutableArray<ContractLine> Find(INamedTypeSymbol type)
    {
        if (type.GetDocumentationCommentId() is not { Length: > 2 } id)
            return ImmutableArray<ContractLine>.Empty;
        id = id.Substring(2);
        AssemblyIdentity? assembly = type.ContainingAssembly?.Identity;
        ImmutableArray<ContractLine> builtIn = BuiltIn(id, assembly);
        ImmutableArray<ContractLine> user = _user?.LinesFor(id, assembly) ?? ImmutableArray<ContractLine>.Empty;
        return user.IsEmpty ? builtIn : user.AddRange(builtIn.Where(line => !user.Any(mine => mine.Covers(line))));
    }

    private static ImmutableArray<ContractLine> BuiltIn(string id, AssemblyIdentity? assembly)
    {
        ImmutableArray<ContractLine> lines = BuiltInContracts.Core.LinesFor(id, assembly);
        foreach (ContractIndex library in assembly is null ? Enumerable.Empty<ContractIndex>() : BuiltInContracts.About(assembly.Name))
            lines = lines.AddRange(library.LinesFor(id, assembly));
        return lines;
    }
}
