using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>What is said about a method: by annotations first, then by contract files.</summary>
internal sealed class DeclaredContracts
{
    private readonly ContractIndex _contracts;

    public DeclaredContracts(ContractIndex contracts) => _contracts = contracts;

    public MethodContract Of(IMethodSymbol method)
    {
        MethodContract contract = FromAnnotations(method);
        // A method means what the one means that it overrides, hides or implements, unless it says otherwise.
        foreach (IMethodSymbol inherited in InheritedMembers.Of(method))
            contract = contract.OrElse(FromAnnotations(inherited));
        return contract.OrElse(FromFiles(method));
    }

    /// <summary>True when storing into the field or property does not hand over what is stored.</summary>
    public bool IsBorrowing(ISymbol fieldOrProperty) =>
        OwnershipAttributes.IsBorrowed(fieldOrProperty.GetAttributes())
        || InheritedMembers.Of(fieldOrProperty).Any(static inherited => OwnershipAttributes.IsBorrowed(inherited.GetAttributes()))
        || FactsAbout(fieldOrProperty).Any(static fact => fact is { Verb: ContractVerb.Borrowed, Name: null });

    /// <summary>True when reading the property yields another face of the object that it is read from.</summary>
    public bool IsAliasOfReceiver(IPropertySymbol property) =>
        FactsAbout(property).Any(static fact => fact is { Verb: ContractVerb.Alias, Name: "this" });

    private static MethodContract FromAnnotations(IMethodSymbol method)
    {
        ImmutableArray<AttributeData> own = method.GetAttributes();
        ImmutableArray<AttributeData> result = method.GetReturnTypeAttributes();
        bool? mustDispose = OwnershipAttributes.MustDispose(own) ?? OwnershipAttributes.MustDispose(result)
            ?? (method.MethodKind == MethodKind.Constructor ? OwnershipAttributes.MustDispose(method.ContainingType.GetAttributes()) : null);
        string? aliased = OwnershipAttributes.AliasedParameter(method);
        return new MethodContract(method.Parameters.Select(parameter => FromAnnotations(parameter, aliased)).ToImmutableArray())
        {
            Result = OwnershipAttributes.IsOwned(result) || mustDispose == true ? ResultRole.Owned
                : OwnershipAttributes.IsBorrowed(result) || mustDispose == false ? ResultRole.Borrowed
                : ResultRole.Unstated,
            Receiver = !method.IsStatic && (OwnershipAttributes.Releases(own) || OwnershipAttributes.HandlesDisposal(own)) ? ParameterRole.Released
                : aliased == "this" ? ParameterRole.Aliased
                : ParameterRole.Unstated,
        };
    }

    private static ParameterContract FromAnnotations(IParameterSymbol parameter, string? aliased)
    {
        ImmutableArray<AttributeData> attributes = parameter.GetAttributes();
        if (parameter.RefKind == RefKind.Out && (OwnershipAttributes.IsOwned(attributes) || OwnershipAttributes.MustDispose(attributes) == true))
            return new ParameterContract(ParameterRole.OwnedOut);
        if (OwnershipAttributes.Releases(attributes))
            return new ParameterContract(ParameterRole.Released);
        if (OwnershipAttributes.Takes(attributes) || OwnershipAttributes.IsOwned(attributes) || OwnershipAttributes.HandlesDisposal(attributes))
            return new ParameterContract(ParameterRole.Taken);
        if (parameter.Name == aliased)
            return new ParameterContract(ParameterRole.Aliased);
        return OwnershipAttributes.IsBorrowed(attributes) ? new ParameterContract(ParameterRole.Borrowed) : default;
    }

    private MethodContract? FromFiles(IMethodSymbol method)
    {
        ImmutableArray<ContractFact> facts = FactsAbout(method);
        if (facts.IsEmpty)
            return null;
        return new MethodContract(method.Parameters.Select(parameter => FromFacts(parameter, facts)).ToImmutableArray())
        {
            Result = facts.Any(static fact => fact is { Verb: ContractVerb.Owned, Name: null }) ? ResultRole.Owned
                : facts.Any(static fact => fact is { Verb: ContractVerb.Borrowed, Name: null }) ? ResultRole.Borrowed
                : ResultRole.Unstated,
            ResultTier = facts.FirstOrDefault(static fact => fact.Verb == ContractVerb.Tier)?.Tier,
            Receiver = facts.Any(static fact => fact is { Verb: ContractVerb.Releases, Name: null or "this" }) ? ParameterRole.Released
                : facts.Any(static fact => fact is { Verb: ContractVerb.Alias, Name: "this" }) ? ParameterRole.Aliased
                : ParameterRole.Unstated,
        };
    }

    private static ParameterContract FromFacts(IParameterSymbol parameter, ImmutableArray<ContractFact> facts)
    {
        ContractFact? fact = facts.FirstOrDefault(fact => fact.Name == parameter.Name);
        ParameterRole role = fact?.Verb switch
        {
            ContractVerb.Owned when parameter.RefKind == RefKind.Out => ParameterRole.OwnedOut,
            ContractVerb.Owned or ContractVerb.Takes => ParameterRole.Taken,
            ContractVerb.Borrowed => ParameterRole.Borrowed,
            ContractVerb.Alias => ParameterRole.Aliased,
            ContractVerb.Releases => ParameterRole.Released,
            _ => ParameterRole.Unstated,
        };
        return role == ParameterRole.Unstated ? default : new ParameterContract(role, fact!.Flag, fact.FlagValue);
    }

    // The nearest type wins that a line about a member of this name belongs to: SqliteConnection.BeginTransaction means
    // what DbConnection.BeginTransaction means, also where it hides that or adds an overload.
    private ImmutableArray<ContractFact> FactsAbout(ISymbol member)
    {
        if (member.ContainingType is not { } type)
            return ImmutableArray<ContractFact>.Empty;
        foreach (INamedTypeSymbol declaring in member.IsInherited() ? InheritedMembers.SelfAndBases(type) : ImmutableArray.Create(type))
        {
            if (FactsIn(declaring, member) is { IsEmpty: false } facts)
                return facts;
        }

        return ImmutableArray<ContractFact>.Empty;
    }

    // A line with a parameter list speaks about one overload and beats the line about all of them.
    private ImmutableArray<ContractFact> FactsIn(INamedTypeSymbol type, ISymbol member)
    {
        ImmutableArray<ContractLine> lines = _contracts.LinesFor(type);
        if (lines.IsEmpty)
            return ImmutableArray<ContractFact>.Empty;

        string name = member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "#ctor" : member.SimpleName();
        ImmutableArray<ContractLine> candidates = lines.Where(line => line.Member is not null && NameOf(line.Member) == name).ToImmutableArray();
        if (candidates.IsEmpty)
            return ImmutableArray<ContractFact>.Empty;
        string? id = member.OriginalDefinition.GetDocumentationCommentId();
        ContractLine? exact = candidates.FirstOrDefault(line => line.Parameters is not null && id?.EndsWith("." + line.Member + line.Parameters, StringComparison.Ordinal) == true);
        return (exact ?? candidates.FirstOrDefault(static line => line.Parameters is null))?.Facts ?? ImmutableArray<ContractFact>.Empty;
    }

    private static string NameOf(string member)
    {
        int arity = member.IndexOf('`');
        return arity < 0 ? member : member.Substring(0, arity);
    }
}
