using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>What was assumed about a method because nobody says it.</summary>
/// <param name="Parameter">The parameter that it is about; null for the result.</param>
/// <param name="ResultRole">What was assumed about the result.</param>
/// <param name="ParameterRole">What was assumed about the parameter.</param>
internal sealed record OwnershipGuess(IParameterSymbol? Parameter, ResultRole ResultRole, ParameterRole ParameterRole);

/// <summary>The guesses of one compilation, for whoever wants to replace them by knowledge. Thread-safe.</summary>
internal sealed class GuessLog
{
    private readonly ConcurrentDictionary<IMethodSymbol, OwnershipGuess> _guesses = new(SymbolEqualityComparer.Default);
    private readonly ResourceTypes _types;
    private readonly ContractLookup _contracts;

    public GuessLog(ResourceTypes types, ContractLookup contracts)
    {
        _types = types;
        _contracts = contracts;
    }

    /// <summary>The guess that matters most about a method, if its contract was asked for and rests on one.</summary>
    public OwnershipGuess? About(IMethodSymbol method) =>
        _guesses.TryGetValue((method.ReducedFrom ?? method).OriginalDefinition, out OwnershipGuess? guess) ? guess : null;

    /// <summary>Notes what of a method's contract was guessed: who owns its result, else what it does with a resource that it is given.</summary>
    /// <param name="method">A method, as definition, whose body cannot be seen.</param>
    /// <param name="declared">What is said about it.</param>
    /// <param name="guessed">What is assumed about the rest.</param>
    public void Record(IMethodSymbol method, MethodContract declared, MethodContract guessed)
    {
        // A constructor's result is owned, which is no guess; a delegate has no place for an annotation.
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.Constructor) || _contracts.IsReviewed(method.ContainingType))
            return;
        if (method.MethodKind == MethodKind.Ordinary && declared.Result == ResultRole.Unstated
            && declared.Receiver != ParameterRole.Aliased && declared.Parameters.All(static parameter => parameter.Role != ParameterRole.Aliased)
            && TraitsOf(_types.Awaited(method.ReturnType)) is not null)
        {
            _guesses.TryAdd(method, new OwnershipGuess(Parameter: null, guessed.Result, ParameterRole.Unstated));
            return;
        }

        for (int i = 0; i < method.Parameters.Length; i++)
        {
            if (declared.Parameters[i].Role == ParameterRole.Unstated && TraitsOf(method.Parameters[i].Type) is { IsLent: false })
            {
                _guesses.TryAdd(method, new OwnershipGuess(method.Parameters[i], ResultRole.Unstated, guessed.Parameters[i].Role));
                return;
            }
        }
    }

    private ResourceTraits? TraitsOf(ITypeSymbol? type) =>
        type is not ITypeParameterSymbol && _types.TraitsOf(type) is { Tier: not ResourceTier.None } traits ? traits : null;
}
