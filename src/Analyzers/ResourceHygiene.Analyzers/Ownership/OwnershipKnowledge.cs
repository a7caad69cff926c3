using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Screening;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// All that is known about types and methods of one compilation: what is declared, else what can be seen in a body,
/// else what is guessed. Thread-safe; everything memoised in it is immutable.
/// </summary>
internal sealed class OwnershipKnowledge
{
    private readonly ConcurrentDictionary<IMethodSymbol, MethodContract> _final = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _mentionsGiver = new(SymbolEqualityComparer.Default);
    private readonly GuessedContracts _guessed;
    private readonly OverrideIndex _overrides;
    private readonly Copies _copies;
    private readonly ReferencedContracts _referenced;
    private readonly object _namesGate = new();
    private CallNames? _names;

    /// <param name="compilation">The compilation.</param>
    /// <param name="additionalFiles">Its additional files, among them the user's contract files.</param>
    /// <param name="listsGuesses">Whether what is guessed is to be listed.</param>
    /// <param name="precedesGenerators">The compilation is what a generator sees, without what generators write.</param>
    /// <param name="settings">What is configured; the defaults when null.</param>
    /// <param name="cancellation">Ends the reading of files.</param>
    public OwnershipKnowledge(
        Compilation compilation, ImmutableArray<AdditionalText> additionalFiles = default, bool listsGuesses = false,
        bool precedesGenerators = false, HygieneSettings? settings = null, CancellationToken cancellation = default)
    {
        Compilation = compilation;
        Settings = settings ?? HygieneSettings.Default;
        ContractFiles = Contracts.ContractFiles.ReadAll(additionalFiles, cancellation);
        var contracts = new ContractLookup(Contracts.ContractFiles.Index(ContractFiles), compilation);
        Lines = contracts;
        Types = new Contracts.ResourceTypes(compilation, contracts, precedesGenerators, Settings);
        Declared = new DeclaredContracts(contracts);
        Guesses = listsGuesses ? new GuessLog(Types, contracts) : null;
        _guessed = new GuessedContracts(Types);
        SoleContents = new SoleContents(Types);
        GivenContents = new GivenContents(Types);
        _overrides = new OverrideIndex(compilation, Types);
        _copies = new Copies(compilation, Types);
        _referenced = new ReferencedContracts(compilation);
        Throws = new ThrowOracle(this);
        CollectionFields = new CollectionFields(this);
        GivenElements = new GivenElements(this);
        GivenParts = new GivenParts(this);
        FlaggedReleases = new FlaggedRelease(compilation);
    }

    public Compilation Compilation { get; }

    /// <summary>The contract lines that count here.</summary>
    public ContractLookup Lines { get; }

    /// <summary>The user's contract files.</summary>
    public ImmutableArray<ContractFile> ContractFiles { get; }

    /// <summary>What is configured for the code that is looked at.</summary>
    public HygieneSettings Settings { get; }

    public Contracts.ResourceTypes Types { get; }

    public DeclaredContracts Declared { get; }

    /// <summary>Which operations plausibly throw.</summary>
    public ThrowOracle Throws { get; }

    /// <summary>Which private collections lose what is put into them.</summary>
    public CollectionFields CollectionFields { get; }

    /// <summary>Which methods return collections whose elements their caller owes.</summary>
    public GivenElements GivenElements { get; }

    /// <summary>Which methods return tuples of what they acquire for their callers.</summary>
    public GivenParts GivenParts { get; }

    /// <summary>Which creations leave their object with nothing to release.</summary>
    public FlaggedRelease FlaggedReleases { get; }

    /// <summary>Which objects hold nothing but one resource.</summary>
    public SoleContents SoleContents { get; }

    /// <summary>Which objects release only what they were given, and that only if it turns out to be disposable.</summary>
    public GivenContents GivenContents { get; }

    /// <summary>Which objects in source have nothing to release.</summary>
    public IdleRelease IdleReleases { get; } = new();

    /// <summary>Which objects in source are but another face of what their constructor was given.</summary>
    public GivenWrappers GivenWrappers { get; } = new();

    /// <summary>Of delegates that methods in source take, whether the method only calls it.</summary>
    public ConcurrentDictionary<IParameterSymbol, bool> RunParameters { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>What calls may do, by the names of what they call.</summary>
    // No Lazy: it would keep the cancellation of who asks first, and an IDE asks again.
    public CallNames Names(CancellationToken cancellation)
    {
        lock (_namesGate)
            return _names ??= CallNames.Of(this, cancellation);
    }

    /// <summary>False only if a method in source does not release what it is called on. Knows only what screening read already.</summary>
    public bool MayReleaseItsObject(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.IsEmpty || Volatile.Read(ref _names) is not { DefiesScreening: false } names || names.MayReleaseItsObject(method.Name) || names.IsSaid(method.Name);

    /// <summary>What had to be guessed so far; null where nobody wants to know.</summary>
    public GuessLog? Guesses { get; }

    /// <summary>True for properties that yield the very resource they are read from: the result of a task, the value of a nullable, a declared alias.</summary>
    public bool YieldsItsObject(IPropertyReferenceOperation property) =>
        (property.Property.Name == "Result" && Types.IsTaskOfResult(property.Instance?.Type))
        || (property.Property.Name == "Value" && CallFacts.IsNullable(property.Property.ContainingType))
        || Declared.IsAliasOfReceiver(property.Property.OriginalDefinition)
        || SoleContents.IsReadFrom(property);

    /// <summary>True for members whose results need neither the object nor an argument alive. A handle of its own, such as a tensor that shares its storage with another, is one.</summary>
    public bool StandsAlone(ISymbol member) => Declared.IsDetached(member) || (Types.HasScoped && Types.IsScoped(Types.Awaited(member switch
    {
        IMethodSymbol method => method.ReturnType,
        IPropertySymbol property => property.Type,
        _ => null,
    }))) || (member is IMethodSymbol maker && _copies.IsMadeBy(maker));

    /// <summary>True when whoever sees only the signature takes the result for owned.</summary>
    public bool IsGuessedOwned(IMethodSymbol method) => _guessed.Of(method).Result == ResultRole.Owned;

    /// <summary>True when whoever sees only the signature takes what an out parameter yields for owned.</summary>
    public bool IsGuessedOwnedOut(IMethodSymbol method, int ordinal) => _guessed.Of(method).Parameters[ordinal].Role == ParameterRole.OwnedOut;

    /// <summary>True for a method in source whose text names something that gives what a family of methods releases: only then its result may be that.</summary>
    public bool MentionsGiver(IMethodSymbol method) => _mentionsGiver.GetOrAdd(method, asked =>
        asked.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax().DescendantTokens().Any(token => token.RawKind == (int)SyntaxKind.IdentifierToken && Declared.MayGive(token.ValueText))));

    /// <summary>What a method does to obligations. Nothing is unstated in the answer.</summary>
    /// <param name="method">The method as called; reduced extension methods are not expected, as operations hold the full form.</param>
    /// <param name="session">The inference that asks.</param>
    public MethodContract ContractOf(IMethodSymbol method, InferenceSession session)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        if (_final.TryGetValue(definition, out MethodContract? final))
            return final;
        return session.Solve(definition, Infer, (solved, contract) => _final.TryAdd(solved, contract));

        MethodContract Infer(IMethodSymbol asked)
        {
            MethodContract declared = Declared.Of(asked);
            MethodContract? inferred = ContractInference.Infer(asked, this, session);
            MethodContract known = declared.OrElse(MarshalledContracts.Of(asked)).OrElse(inferred).OrElse(_referenced.Of(asked, session.Cancellation));
            MethodContract guessed = _guessed.Of(asked);
            // An assembly that says something about itself is silent where the guess is right.
            if (inferred is null && AssemblySummary.Of(asked.ContainingAssembly).IsEmpty)
                Guesses?.Record(asked, known, guessed);
            MethodContract own = GuessedContracts.Complete(known, guessed);
            ImmutableArray<IMethodSymbol> overrides = _overrides.Of(asked, session.Cancellation);
            return overrides.IsEmpty ? own : own with
            {
                Parameters = own.Parameters.Select((parameter, i) => Join(parameter, declared.Parameters[i], i, overrides)).ToImmutableArray(),
            };
        }

        // What is passed to a method that any of its overrides keeps is not borrowed, and not released if any of them does not, whatever this body does with it.
        ParameterContract Join(ParameterContract own, ParameterContract declared, int ordinal, ImmutableArray<IMethodSymbol> overrides)
        {
            if (declared.Role != ParameterRole.Unstated || own.Role is not (ParameterRole.Borrowed or ParameterRole.Released))
                return own;
            List<ParameterContract> theirs = overrides.Select(other => ContractOf(other, session).Parameters[ordinal]).ToList();
            if (theirs.TrueForAll(its => its.Role == own.Role && its.Flag == own.Flag && its.FlagValue == own.FlagValue))
                return own;
            // Where some override answers for it, it depends on the object whether the call does.
            bool isAnsweredFor = own.Role == ParameterRole.Released
                || theirs.Exists(static its => its is { Flag: null, Role: ParameterRole.Released or ParameterRole.MayBeReleased or ParameterRole.Taken });
            return new ParameterContract(isAnsweredFor ? ParameterRole.MayBeReleased : ParameterRole.Escapes);
        }
    }
}
