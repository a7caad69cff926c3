using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// All that is known about types and methods of one compilation: what is declared, else what can be seen in a body,
/// else what is guessed. Thread-safe; everything memoised in it is immutable.
/// </summary>
internal sealed class OwnershipKnowledge
{
    private readonly ConcurrentDictionary<IMethodSymbol, MethodContract> _final = new(SymbolEqualityComparer.Default);
    private readonly GuessedContracts _guessed;
    private readonly OverrideIndex _overrides;

    public OwnershipKnowledge(Compilation compilation)
    {
        Compilation = compilation;
        Types = new ResourceTypes(compilation, ContractIndex.BuiltIn);
        Declared = new DeclaredContracts(ContractIndex.BuiltIn);
        _guessed = new GuessedContracts(Types);
        _overrides = new OverrideIndex(compilation, Types);
    }

    public Compilation Compilation { get; }

    public ResourceTypes Types { get; }

    public DeclaredContracts Declared { get; }

    /// <summary>What a method does to obligations. Nothing is unstated in the answer.</summary>
    /// <param name="method">The method as called; reduced extension methods are not expected, as operations hold the full form.</param>
    /// <param name="session">The inference that asks.</param>
    public MethodContract ContractOf(IMethodSymbol method, InferenceSession session)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        if (_final.TryGetValue(definition, out MethodContract? known))
            return known;
        return session.Solve(definition, Infer, (solved, contract) => _final.TryAdd(solved, contract));

        MethodContract Infer(IMethodSymbol asked)
        {
            MethodContract declared = Declared.Of(asked);
            MethodContract own = declared.OrElse(ContractInference.Infer(asked, this, session)).OrElse(_guessed.Of(asked));
            ImmutableArray<IMethodSymbol> overrides = _overrides.Of(asked, session.Cancellation);
            return overrides.IsEmpty ? own : own with
            {
                Parameters = own.Parameters.Select((parameter, i) => Join(parameter, declared.Parameters[i], i, overrides)).ToImmutableArray(),
            };
        }

        // What is passed to a method that any of its overrides keeps is not borrowed, whatever this body does with it.
        ParameterContract Join(ParameterContract own, ParameterContract declared, int ordinal, ImmutableArray<IMethodSymbol> overrides) =>
            declared.Role == ParameterRole.Unstated && own.Role == ParameterRole.Borrowed
            && overrides.Any(other => ContractOf(other, session).Parameters[ordinal].Role != ParameterRole.Borrowed)
                ? new ParameterContract(ParameterRole.Escapes)
                : own;
    }
}
