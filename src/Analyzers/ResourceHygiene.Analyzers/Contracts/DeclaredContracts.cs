using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>What is said about a method: by annotations first, then by contract files.</summary>
internal sealed class DeclaredContracts
{
    private readonly MemberFacts _files;

    public DeclaredContracts(ContractLookup contracts) => _files = new MemberFacts(contracts);

    /// <summary>What is said about resources.</summary>
    public MethodContract Of(IMethodSymbol method) => Stated(method).WithoutDeletions();

    /// <summary>What is said about resources, and about what paths name.</summary>
    public MethodContract OfPaths(IMethodSymbol method) => Stated(method);

    private MethodContract Stated(IMethodSymbol method)
    {
        MethodContract contract = FromAnnotations(method);
        // A method means what the one means that it overrides, hides or implements, unless it says otherwise.
        foreach (IMethodSymbol inherited in InheritedMembers.Of(method))
            contract = contract.OrElse(FromAnnotations(inherited));
        return contract.OrElse(FromFiles(method));
    }

    /// <summary>True when it is stated, not inferred, that a method takes over what it is passed.</summary>
    public bool Takes(IMethodSymbol method, int ordinal) =>
        Of((method.ReducedFrom ?? method).OriginalDefinition).Parameters is var parameters && ordinal < parameters.Length && parameters[ordinal].Role == ParameterRole.Taken;

    /// <summary>True when storing into the field or property does not hand over what is stored.</summary>
    public bool IsBorrowing(ISymbol fieldOrProperty) =>
        OwnershipAttributes.IsBorrowed(fieldOrProperty.GetAttributes())
        || InheritedMembers.Of(fieldOrProperty).Any(static inherited => OwnershipAttributes.IsBorrowed(inherited.GetAttributes()))
        || _files.Of(fieldOrProperty).Any(static fact => fact is { Verb: ContractVerb.Borrowed, Name: null or ContractBinding.StoredValue });

    /// <summary>True when reading the property yields another face of the object that it is read from.</summary>
    public bool IsAliasOfReceiver(IPropertySymbol property) =>
        _files.Of(property).Any(static fact => fact is { Verb: ContractVerb.Alias, Name: "this" });

    /// <summary>True for properties and indexers whose getters give something new each time, which their reader owns.</summary>
    public bool GivesOwned(IPropertySymbol property) =>
        _files.Of(property).Any(static fact => fact is { Verb: ContractVerb.Owned, Name: null })
        || (property.GetMethod is { } getter && _files.Of(getter).Any(static fact => fact is { Verb: ContractVerb.Owned, Name: null }));

    /// <summary>True when the result looks into the object or an argument: it is worthless once that is released.</summary>
    public bool IsView(ISymbol member) => _files.Of(member).Any(static fact => fact.Verb == ContractVerb.View);

    /// <summary>True for members that may be used on an object that is released already: <c>MemoryStream.ToArray</c>.</summary>
    public bool IsUsableAfterRelease(ISymbol member) => _files.Of(member).Any(static fact => fact.Verb == ContractVerb.Usable);

    /// <summary>True for members whose results need neither the object nor an argument alive: <c>SymmetricAlgorithm.CreateEncryptor</c>.</summary>
    public bool IsDetached(ISymbol member) => _files.Of(member).Any(static fact => fact.Verb is ContractVerb.Detached or ContractVerb.Shares);

    /// <summary>The parameter, or <c>this</c>, whose memory the result shares: each of the two is released by itself, and the memory goes with the last. Null where it shares none.</summary>
    public string? SharesWith(ISymbol member) => _files.Of(member).FirstOrDefault(static fact => fact.Verb == ContractVerb.Shares)?.Name;

    /// <summary>True for methods after which the object releases with itself what its fields hold: <c>Module.RegisterComponents</c>.</summary>
    public bool Adopts(ISymbol member) => _files.Of(member).Any(static fact => fact.Verb == ContractVerb.Adopts);

    /// <summary>True for members that do not throw, as far as anybody needs to plan for it.</summary>
    public bool NeverThrows(ISymbol member) => _files.Of(member).Any(static fact => fact.Verb == ContractVerb.NoThrow);

    /// <summary>True when some line gives a member of this name a family: asked before anything that costs more.</summary>
    public bool MayGive(string name) => _files.MayGive(name);

    /// <summary>True when the facts about a method itself say that it gives something which a family of methods releases.</summary>
    public bool GivesFamily(IMethodSymbol method) =>
        _files.Of(method).Any(static fact => fact is { Verb: ContractVerb.Owned, Family: not null, IsAboutLock: false }) || IsAnnotatedAsGiving(method);

    /// <summary>True when an annotation on the method's result, or on a parameter through which it gives something, names a family.</summary>
    public static bool IsAnnotatedAsGiving(IMethodSymbol method) =>
        OwnershipAttributes.FamilyOf(method.GetReturnTypeAttributes()) is not null
        || method.Parameters.Any(static parameter => IsGiving(parameter) && OwnershipAttributes.FamilyOf(parameter.GetAttributes()) is not null);

    private static bool IsGiving(IParameterSymbol parameter) => parameter.RefKind is RefKind.Out or RefKind.Ref || Ownership.RawValues.IsPlaceOfAddress(parameter);

    /// <summary>True when the facts about a method itself say that it enters a lock.</summary>
    public bool EntersLock(IMethodSymbol method) => MayGive(method.Name) && _files.Of(method).Any(static fact => fact is { Verb: ContractVerb.Owned, IsAboutLock: true });

    /// <summary>The lines that say what releases things of a family.</summary>
    public IEnumerable<ContractLine> ReleasersOf(string family) => _files.ReleasersOf(family);

    /// <summary>What the annotations of this very method say; what they do not mention is unstated.</summary>
    public static MethodContract FromAnnotations(IMethodSymbol method)
    {
        ImmutableArray<AttributeData> own = method.GetAttributes();
        ImmutableArray<AttributeData> result = method.GetReturnTypeAttributes();
        bool? mustDispose = OwnershipAttributes.MustDispose(own) ?? OwnershipAttributes.MustDispose(result)
            ?? (method.MethodKind == MethodKind.Constructor ? OwnershipAttributes.MustDispose(method.ContainingType) : null);
        string? aliased = OwnershipAttributes.AliasedParameter(method);
        return new MethodContract(method.Parameters.Select(parameter => FromAnnotations(parameter, aliased)).ToImmutableArray())
        {
            Result = OwnershipAttributes.IsOwned(result) || mustDispose == true ? ResultRole.Owned
                : OwnershipAttributes.IsBorrowed(result) || mustDispose == false ? ResultRole.Borrowed
                : ResultRole.Unstated,
            Receiver = !method.IsStatic && (OwnershipAttributes.Releases(own) || OwnershipAttributes.HandlesDisposal(own)) ? ParameterRole.Released
                : aliased == "this" ? ParameterRole.Aliased
                : ParameterRole.Unstated,
            ResultFamily = OwnershipAttributes.FamilyOf(result),
            ReceiverFamily = method.IsStatic ? null : OwnershipAttributes.FamilyOf(own),
        };
    }

    private static ParameterContract FromAnnotations(IParameterSymbol parameter, string? aliased)
    {
        ImmutableArray<AttributeData> attributes = parameter.GetAttributes();
        string? family = OwnershipAttributes.FamilyOf(attributes);
        if (family is not null && OwnershipAttributes.IsOwned(attributes) && IsGiving(parameter))
            return new ParameterContract(ParameterRole.OwnedOut, Family: family);
        if (parameter.RefKind == RefKind.Out)
        {
            bool? mustDispose = OwnershipAttributes.MustDispose(attributes);
            return OwnershipAttributes.IsOwned(attributes) || mustDispose == true ? new ParameterContract(ParameterRole.OwnedOut)
                : OwnershipAttributes.IsBorrowed(attributes) || mustDispose == false ? new ParameterContract(ParameterRole.Borrowed)
                : default;
        }

        if (OwnershipAttributes.Releases(attributes))
            return new ParameterContract(ParameterRole.Released, Family: family);
        if (OwnershipAttributes.Takes(attributes) || OwnershipAttributes.IsOwned(attributes) || OwnershipAttributes.HandlesDisposal(attributes))
            return new ParameterContract(ParameterRole.Taken);
        if (parameter.Name == aliased)
            return new ParameterContract(ParameterRole.Aliased);
        return OwnershipAttributes.IsBorrowed(attributes) ? new ParameterContract(ParameterRole.Borrowed) : default;
    }

    private MethodContract? FromFiles(IMethodSymbol method)
    {
        ImmutableArray<ContractFact> facts = _files.Of(method);
        return facts.IsEmpty ? null : FromFacts(method, facts);
    }

    /// <summary>What the facts of one line mean for a method; what they do not mention is unstated.</summary>
    public static MethodContract FromFacts(IMethodSymbol method, ImmutableArray<ContractFact> facts)
    {
        if (facts.Any(static fact => fact.IsAboutLock))
            return FromFacts(method, facts.RemoveAll(static fact => fact.IsAboutLock)).OrElse(Used(method)) with { Enters = LockOf(facts, ContractVerb.Owned), Leaves = LockOf(facts, ContractVerb.Releases) };
        ContractFact? receiver = facts.FirstOrDefault(static fact => fact.Name == "this" && !fact.IsBehaviour);
        bool isFlagged = receiver is { Verb: ContractVerb.Releases, Flag: not null };
        return new MethodContract(method.Parameters.Select(parameter => FromFacts(parameter, facts)).ToImmutableArray())
        {
            Result = facts.Any(static fact => fact is { Verb: ContractVerb.Owned, Name: null }) ? ResultRole.Owned
                : facts.Any(static fact => fact is { Verb: ContractVerb.Borrowed, Name: null }) ? ResultRole.Borrowed
                : ResultRole.Unstated,
            ResultTier = facts.FirstOrDefault(static fact => fact.Verb == ContractVerb.Tier)?.Tier,
            ResultFamily = facts.FirstOrDefault(static fact => fact is { Verb: ContractVerb.Owned, Name: null })?.Family,
            ReceiverFamily = facts.FirstOrDefault(static fact => fact is { Verb: ContractVerb.Releases, Name: null or "this" })?.Family,
            Receiver = facts.Any(static fact => fact is { Verb: ContractVerb.Releases, Name: null }) ? ParameterRole.Released
                : isFlagged ? ParameterRole.MayBeReleased
                : RoleOf(receiver, isOut: false),
            ReceiverFlag = isFlagged ? receiver!.Flag : null,
            ReceiverFlagValue = isFlagged && receiver!.FlagValue,
            View = facts.Where(static fact => fact.Verb == ContractVerb.View).Select(static fact => fact.Name ?? "this")
                .FirstOrDefault(name => name == "this" || method.Parameters.Any(parameter => parameter.Name == name)),
            NeverThrows = facts.Any(static fact => fact.Verb == ContractVerb.NoThrow),
            IsDetached = facts.Any(static fact => fact.Verb is ContractVerb.Detached or ContractVerb.Shares),
        };
    }

    private static HeldLock? LockOf(ImmutableArray<ContractFact> facts, ContractVerb verb) =>
        facts.FirstOrDefault(fact => fact.IsAboutLock && fact.Verb == verb) is { } fact ? new HeldLock(fact.Name ?? "this", fact.Family!) : null;

    private static MethodContract Used(IMethodSymbol method) => MethodContract.Inert(method.Parameters.Length) with { Receiver = ParameterRole.Borrowed };

    private static ParameterContract FromFacts(IParameterSymbol parameter, ImmutableArray<ContractFact> facts)
    {
        ContractFact? fact = facts.FirstOrDefault(fact => (fact.Name == parameter.Name || fact.Name == EntryPoints.PositionOf(parameter)) && !fact.IsBehaviour);
        ParameterRole role = RoleOf(fact, parameter.RefKind == RefKind.Out || (fact?.Family is not null && (parameter.RefKind == RefKind.Ref || Ownership.RawValues.IsPlaceOfAddress(parameter))));
        return role == ParameterRole.Unstated ? default : new ParameterContract(role, fact!.Flag, fact.FlagValue, fact.Family);
    }

    private static ParameterRole RoleOf(ContractFact? fact, bool isOut) => fact?.Verb switch
    {
        ContractVerb.Owned when isOut => ParameterRole.OwnedOut,
        ContractVerb.Owned or ContractVerb.Takes => ParameterRole.Taken,
        ContractVerb.Borrowed => ParameterRole.Borrowed,
        ContractVerb.Keeps => ParameterRole.Kept,
        ContractVerb.Alias => ParameterRole.Aliased,
        ContractVerb.Releases => ParameterRole.Released,
        ContractVerb.Escapes => ParameterRole.Escapes,
        _ => ParameterRole.Unstated,
    };
}
