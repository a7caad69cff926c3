using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Summaries;

/// <summary>
/// What must be said about a method so that another compilation, which sees its signature and annotations but no body,
/// comes to the same contract.
/// </summary>
internal sealed class SummaryDifference
{
    // What every reader knows. Contract files of this project's own are not among it.
    private readonly DeclaredContracts _known = new(new ContractLookup(user: null));
    private readonly GuessedContracts _guessed;
    private readonly OwnershipKnowledge _knowledge;
    private readonly SummaryRelevance _relevance;
    private readonly CancellationToken _cancellation;

    public SummaryDifference(OwnershipKnowledge knowledge, CancellationToken cancellation)
    {
        _knowledge = knowledge;
        _guessed = new GuessedContracts(knowledge.Types);
        _relevance = new SummaryRelevance(knowledge.Types, cancellation);
        _cancellation = cancellation;
    }

    /// <summary>The facts, in the grammar of contract files; empty when nothing has to be said.</summary>
    public string FactsOf(IMethodSymbol method)
    {
        // In a line, `this` is the receiver.
        if (!method.IsStatic && method.Parameters.Any(static parameter => parameter.Name == "this"))
            return "";

        // A session of its own: one that a failure has left is not fit for another question.
        var session = new InferenceSession(_cancellation);
        MethodContract contract = _knowledge.ContractOf(method, session);
        MethodContract known = _known.Of(method);
        // Without a line of its own the reader takes the line of an inherited member, or else guesses: each of these that
        // says otherwise makes a line necessary.
        ImmutableArray<MethodContract> assumed = InheritedMembers.Of(method).Where(MayHaveLine)
            .Select(inherited => _knowledge.ContractOf(inherited, session)).Append(_guessed.Of(method)).ToImmutableArray();

        var facts = new List<string>();
        if (known.Result == ResultRole.Unstated && assumed.Any(other => other.Result != contract.Result))
            facts.Add(contract.Result == ResultRole.Owned ? contract.ResultFamily is { } family ? "owned as " + family : "owned" : "borrowed");
        if (known.ResultTier is null && TierOf(method, contract) is { } tier)
            facts.Add("tier " + tier.ToString().ToLowerInvariant());
        if (known.Receiver == ParameterRole.Unstated && HasReceiver(method) && assumed.Any(other => other.Receiver != contract.Receiver || other.ReceiverFlag != contract.ReceiverFlag))
            facts.Add(ReceiverFact(method, contract));
        for (int i = 0; i < method.Parameters.Length; i++)
        {
            if (known.Parameters[i].Role == ParameterRole.Unstated && _relevance.Concerns(method.Parameters[i]))
                AddParameter(facts, method, i, contract.Parameters[i], assumed);
        }

        return string.Join("; ", facts);
    }

    private static string ReceiverFact(IMethodSymbol method, MethodContract contract)
    {
        if (contract.Receiver is not (ParameterRole.Released or ParameterRole.MayBeReleased))
            return VerbOf(contract.Receiver) + " this";
        if (MayBeOverridden(method))
            return "escapes this";
        return contract.Receiver == ParameterRole.Released ? "releases"
            : contract.ReceiverFlag is { } flag ? "releases this" + Condition(flag, contract.ReceiverFlagValue)
            : "escapes this";
    }

    private void AddParameter(List<string> facts, IMethodSymbol method, int ordinal, ParameterContract contract, ImmutableArray<MethodContract> assumed)
    {
        // Generators see the source without each other's output. What a call that does not bind yet does with it is unknown.
        if (contract.Role == ParameterRole.Taken && HasUnboundCode(method))
            contract = new ParameterContract(ParameterRole.Escapes);
        else if (contract.Role == ParameterRole.MayBeReleased || (contract.Role == ParameterRole.Released && MayBeOverridden(method)))
            contract = new ParameterContract(ParameterRole.Escapes);
        IParameterSymbol parameter = method.Parameters[ordinal];
        if (!assumed.Any(other => IsNews(contract, other.Parameters[ordinal], parameter, method)))
            return;
        facts.Add(VerbOf(contract.Role) + " " + parameter.Name + (contract.Flag is null ? "" : Condition(contract.Flag, contract.FlagValue)));
    }

    private static string Condition(string flag, bool value) => (value ? " when " : " unless ") + flag;

    // What an override in another assembly does is not seen here.
    private static bool MayBeOverridden(IMethodSymbol method) =>
        method.IsVirtual || method.IsAbstract || (method.IsOverride && !method.IsSealed && !method.ContainingType.IsSealed);

    private ResourceTier? TierOf(IMethodSymbol method, MethodContract contract)
    {
        ITypeSymbol? type = method.MethodKind == MethodKind.Constructor ? method.ContainingType : _knowledge.Types.Awaited(method.ReturnType);
        return contract is { Result: ResultRole.Owned, ResultTier: { } tier } && _knowledge.Types.TraitsOf(type)?.Tier != tier ? tier : null;
    }

    private bool MayHaveLine(IMethodSymbol method) =>
        !method.DeclaringSyntaxReferences.IsEmpty || !AssemblySummary.Of(method.ContainingAssembly).IsEmpty;

    private bool HasUnboundCode(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(_cancellation))
            .Where(syntax => _knowledge.Compilation.ContainsSyntaxTree(syntax.SyntaxTree))
            .Any(syntax => _knowledge.Compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, _cancellation)
                ?.DescendantsAndSelf().Any(static operation => operation is IInvalidOperation) == true);

    private bool IsNews(ParameterContract contract, ParameterContract assumed, IParameterSymbol parameter, IMethodSymbol method)
    {
        // The body shows that it is kept, the name of a flag that a caller may say otherwise.
        if (contract.Role == ParameterRole.Kept && contract.Flag is null && assumed.Role == ParameterRole.Kept)
            return false;
        // Of something that may be anything, no more can be said after it went where nobody releases it.
        bool isGone = contract.Role == ParameterRole.Taken || (contract.Role == ParameterRole.Kept && _knowledge.Types.TraitsOf(method.ContainingType) is null);
        return !IsSame(contract, assumed) && !(isGone && assumed.Role == ParameterRole.Escapes && SummaryRelevance.CanBeAnything(parameter.Type));
    }

    // Without a flag its value means nothing.
    private static bool IsSame(ParameterContract one, ParameterContract other) =>
        one.Role == other.Role && one.Flag == other.Flag && (one.Flag is null || one.FlagValue == other.FlagValue);

    private static bool HasReceiver(IMethodSymbol method) => !method.IsStatic && method.MethodKind != MethodKind.Constructor;

    private static string VerbOf(ParameterRole role) => role switch
    {
        ParameterRole.Borrowed => "borrowed",
        ParameterRole.Taken => "takes",
        ParameterRole.Released => "releases",
        ParameterRole.Aliased => "alias",
        ParameterRole.Kept => "keeps",
        ParameterRole.OwnedOut => "owned",
        _ => "escapes",
    };
}
