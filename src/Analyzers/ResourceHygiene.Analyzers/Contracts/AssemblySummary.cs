using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// What a referenced assembly publishes about itself: the inferred contracts of its visible members. Holds no symbols, so it
/// is kept as long as the assembly's metadata, for every compilation that references it.
/// </summary>
internal sealed class AssemblySummary
{
    /// <summary>The format that is written and read. Any other is ignored: what it means is not known here.</summary>
    public const int Version = 1;

    private static readonly ConditionalWeakTable<MetadataId, AssemblySummary> s_known = new();
    private static readonly AssemblySummary s_empty = new(ImmutableDictionary<string, ImmutableArray<ContractFact>>.Empty);

    // By documentation id with its prefix; unlike in a contract file, an id without parameters is about one method.
    private readonly ImmutableDictionary<string, ImmutableArray<ContractFact>> _facts;

    private AssemblySummary(ImmutableDictionary<string, ImmutableArray<ContractFact>> facts) => _facts = facts;

    public bool IsEmpty => _facts.IsEmpty;

    /// <summary>The summary of an assembly in metadata; an empty one for all others.</summary>
    public static AssemblySummary Of(IAssemblySymbol? assembly)
    {
        if (assembly?.GetMetadata()?.Id is not { } id)
            return s_empty;
        return s_known.TryGetValue(id, out AssemblySummary? known) ? known : s_known.GetValue(id, _ => Read(assembly));
    }

    /// <summary>Simple names of the methods that give something to be released, or release something.</summary>
    public IEnumerable<string> NamesOfGiversAndReleasers() =>
        _facts.Where(static entry => entry.Value.Any(static fact => fact.IsAboutGivingOrReleasing)).Select(static entry => SimpleName(entry.Key));

    /// <summary>What is published about a type or method; empty when nothing is.</summary>
    public ImmutableArray<ContractFact> FactsAbout(ISymbol symbol) =>
        !_facts.IsEmpty && symbol.OriginalDefinition.GetDocumentationCommentId() is { } id && _facts.TryGetValue(id, out ImmutableArray<ContractFact> facts)
            ? facts
            : ImmutableArray<ContractFact>.Empty;

    // Whoever wrote the attribute, and whatever is in it: what cannot be read says nothing.
    private static AssemblySummary Read(IAssemblySymbol assembly)
    {
        ImmutableDictionary<string, ImmutableArray<ContractFact>>.Builder? facts = null;
        foreach (AttributeData attribute in assembly.GetAttributes())
        {
            if (!attribute.AttributeClass.HasFullName(WellKnownNames.OwnershipSummaryAttribute)
                || attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Primitive, Value: Version }, { Kind: TypedConstantKind.Primitive, Value: string text }])
            {
                continue;
            }

            facts ??= ImmutableDictionary.CreateBuilder<string, ImmutableArray<ContractFact>>(StringComparer.Ordinal);
            foreach (ContractLine line in ContractParser.Parse(text, out _))
            {
                if (!facts.ContainsKey(IdOf(line)))
                    facts.Add(IdOf(line), line.Facts);
            }
        }

        return facts is null ? s_empty : new AssemblySummary(facts.ToImmutable());
    }

    private static string SimpleName(string id)
    {
        int end = id.IndexOf('(');
        string path = end < 0 ? id : id.Substring(0, end);
        return ContractBinding.WithoutArity(path.Substring(path.LastIndexOf('.') + 1));
    }

    private static string IdOf(ContractLine line) =>
        line.Member is null ? "T:" + line.TypeId : "M:" + line.TypeId + "." + line.Member + line.Parameters;
}
