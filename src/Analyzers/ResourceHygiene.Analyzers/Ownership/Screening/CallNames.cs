using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>
/// What a call of a method with a certain name may do, whichever method of that name it is: the union over all that the
/// engine could conclude. Joined from the outlines of the files; thread-safe.
/// </summary>
internal sealed class CallNames
{
    private readonly OwnershipKnowledge _knowledge;
    private readonly ImmutableArray<OutlineBlock> _blocks;
    private readonly DeclarationState _state;
    private readonly HashSet<string> _releasers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly HashSet<string> _extensions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _takes = new(StringComparer.Ordinal);
    private readonly NameClosure _passingOn;
    private readonly RawGivers _rawGivers;
    private readonly Dictionary<string, List<PropertyDeclarationSyntax>> _properties = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _givesByReading = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _gives = new(StringComparer.Ordinal);

    private readonly HashSet<string> _imports = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _stated = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _typeParameters = new(StringComparer.Ordinal);

    private CallNames(OwnershipKnowledge knowledge, CancellationToken cancellation)
    {
        _knowledge = knowledge;
        _passingOn = new NameClosure(PassedOnFrom);
        _rawGivers = new RawGivers(GiversOf, _aliases, name => _imports.Contains(name) || knowledge.Lines.IsNameInFamily(name) || Speaks(name));
        List<Compilation> projects = ProjectsOf(knowledge.Compilation);
        ImmutableArray<OutlineBlock> own = OutlineBlock.Of(knowledge.Compilation, cancellation);
        ImmutableArray<OutlineBlock> others = projects.Skip(1).Where(static project => project.Language == LanguageNames.CSharp)
            .SelectMany(project => OutlineBlock.Of(project, cancellation)).ToImmutableArray();
        _blocks = own.AddRange(others);
        _state = DeclarationState.Of(knowledge, own, others);
        foreach (OutlineBlock block in _blocks)
        {
            DefiesScreening |= block.DefiesScreening;
            HasGlobalUsingStatic |= block.HasGlobalUsingStatic;
            _aliases.UnionWith(block.Aliases);
            _typeParameters.UnionWith(block.TypeParameters);
            _releasers.UnionWith(block.Releasers);
            _said.UnionWith(block.Stated);
            _extensions.UnionWith(block.Extensions);
            foreach ((string name, string entryPoint) in block.Imports)
            {
                // A name that is no literal may be any.
                if (entryPoint.Length == 0 || Speaks(entryPoint))
                    _imports.Add(name);
            }

            foreach (PropertyDeclarationSyntax property in block.Properties)
            {
                if (!_properties.TryGetValue(property.Identifier.ValueText, out List<PropertyDeclarationSyntax>? properties))
                    _properties.Add(property.Identifier.ValueText, properties = new List<PropertyDeclarationSyntax>());
                properties.Add(property);
            }
        }

        var stated = new HashSet<string>(projects.SelectMany(static project => project.SourceModule.ReferencedAssemblySymbols).SelectMany(StatedNames.In), StringComparer.Ordinal);
        _said.UnionWith(stated);
        _said.UnionWith(knowledge.Settings.ReleaseMethods.Values);
        _releasers.UnionWith(_said);
        // A project in another language has no outline; a compilation of it says what its methods are called, not what they do.
        // A delegate is called by any name.
        DefiesScreening |= projects.Exists(static project => project.Language != LanguageNames.CSharp)
            || stated.Contains(WellKnownMemberNames.DelegateInvokeName) || knowledge.Lines.SpeaksOfGivingOrReleasing(WellKnownMemberNames.DelegateInvokeName);
    }

    /// <summary>Names do not tell enough about this compilation; every body has to be analysed.</summary>
    public bool DefiesScreening { get; }

    /// <inheritdoc cref="FileOutline.HasGlobalUsingStatic"/>
    public bool HasGlobalUsingStatic { get; }

    /// <summary>Operators, indexers and properties may give something that belongs to scopes.</summary>
    public bool HasScoped => _knowledge.Types.HasScoped;

    public static CallNames Of(OwnershipKnowledge knowledge, CancellationToken cancellation) => new(knowledge, cancellation);

    /// <summary>True when a method of this name may release what it is called on or given, or is said to own or release.</summary>
    public bool MayRelease(string name, CancellationToken cancellation) => IsSaid(name) || MayReleaseItsObject(name) || MayReleaseArgument(name, cancellation);

    /// <summary>True when an annotation, a contract line or a setting says of a method of this name that it gives or releases something.</summary>
    public bool IsSaid(string name) => _said.Contains(name) || _imports.Contains(name) || (_stated.TryGetValue(name, out bool known) ? known : _stated.GetOrAdd(name, IsStated));

    /// <summary>True when a method of this name may release what it is called on, whoever says so.</summary>
    public bool MayReleaseItsObject(string name) => FileOutline.IsReleaseName(name) || _releasers.Contains(name);

    /// <summary>True when a method of this name in source may release what it is given.</summary>
    public bool MayReleaseArgument(string name, CancellationToken cancellation) =>
        _takes.TryGetValue(name, out bool known)
            ? known
            : _takes.GetOrAdd(name, TakersOf(name).Any(flow => flow.Ask(_state, declaration => Takes(declaration, cancellation)) && Releases(flow)));

    /// <summary>True when an extension method in source has this name: what it seems to be called on is given to it.</summary>
    public bool IsExtensionName(string name) => _extensions.Contains(name);

    /// <summary>True when a method of this name in source may have a result or an out parameter that has to be released, or fill a collection with such.</summary>
    public bool MayGive(string name, CancellationToken cancellation) =>
        _gives.TryGetValue(name, out bool known)
            ? known
            : _gives.GetOrAdd(name, _rawGivers.Contains(name)
                || GiversOf(name).Any(giver => giver.Ask(_state, declaration => Gives(declaration, cancellation)))
                || FillersOf(name).Any(filler => filler.Ask(_state, declaration => Fills(declaration, cancellation))));

    private IEnumerable<Giver> GiversOf(string name)
    {
        foreach (OutlineBlock block in _blocks)
        {
            foreach (Giver giver in block.GiversOf(name))
                yield return giver;
        }
    }

    private IEnumerable<AskedDeclaration> FillersOf(string name)
    {
        foreach (OutlineBlock block in _blocks)
        {
            foreach (AskedDeclaration filler in block.FillersOf(name))
                yield return filler;
        }
    }

    private IEnumerable<ParameterFlow> TakersOf(string name)
    {
        foreach (OutlineBlock block in _blocks)
        {
            foreach (ParameterFlow taker in block.TakersOf(name))
                yield return taker;
        }
    }

    /// <summary>True when reading a property of this name gives something new that has to be released.</summary>
    public bool MayGiveByReading(string name, CancellationToken cancellation)
    {
        if (!_properties.TryGetValue(name, out List<PropertyDeclarationSyntax>? properties))
            return false;
        return _givesByReading.TryGetValue(name, out bool known) ? known : _givesByReading.GetOrAdd(name, properties.Exists(property => GivesByReading(property, cancellation)));
    }

    private bool GivesByReading(PropertyDeclarationSyntax declaration, CancellationToken cancellation) =>
        !_knowledge.Compilation.ContainsSyntaxTree(declaration.SyntaxTree)
        || (_knowledge.Compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation) is IPropertySymbol property
            && MadeByReading.MayBe(property) && MadeByReading.IsOne(property, _knowledge, new InferenceSession(cancellation)));

    // An address or array that is freed is not seen to be released by its type, but by the name of what frees it.
    private bool IsStated(string name) =>
        _knowledge.Lines.SpeaksOfGivingOrReleasing(name) || Speaks(name) || CallFacts.FreesMemory(name);

    private bool Speaks(string entryPoint) => _knowledge.Lines.FactsAboutEntryPoint(entryPoint).Any(static fact => fact.IsAboutGivingOrReleasing);

    /// <summary>False only if no type is called that; what is not the name of a type is that of a variable.</summary>
    public bool IsTypeName(string name) =>
        _aliases.Contains(name) || _typeParameters.Contains(name) || (_state.TypeNames.TryGetValue(name, out bool known) ? known : _state.TypeNames.GetOrAdd(name, FindTypeName));

    private bool FindTypeName(string name) =>
        _knowledge.Compilation.Assembly.TypeNames.Contains(name)
        || _knowledge.Compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly => assembly.TypeNames.Contains(name));

    /// <summary>False only if no type parameter is called that.</summary>
    public bool IsTypeParameterName(string name) => _typeParameters.Contains(name);

    /// <summary>True when the type is a resource, or may stand for one.</summary>
    public bool MayBeResource(ITypeSymbol? type) =>
        _knowledge.Types.Awaited(type) is { } awaited && (awaited is ITypeParameterSymbol || _knowledge.Types.TraitsOf(awaited) is not null);

    /// <summary>True when creating the type may oblige somebody to release it.</summary>
    public bool IsAcquiredBy(INamedTypeSymbol type) =>
        _knowledge.Types.TraitsOf(type) is { } traits
        && (traits.Tier != ResourceTier.None
            || _knowledge.Lines.LinesFor(type).Any(static line => line.Member is not null && line.Facts.Any(SpeaksOfTier))
            || type.InstanceConstructors.Any(constructor => AssemblySummary.Of(type.ContainingAssembly).FactsAbout(constructor).Any(SpeaksOfTier)));

    /// <summary>True when a result is of the type that its method is declared in, awaited or not.</summary>
    public bool IsOfType(ITypeSymbol result, INamedTypeSymbol? type) =>
        SymbolEqualityComparer.Default.Equals(_knowledge.Types.Awaited(result)?.OriginalDefinition, type?.OriginalDefinition);

    private bool Gives(SyntaxNode declaration, CancellationToken cancellation) =>
        MethodOf(declaration, cancellation) is not { } method
        || IsGiven(method.ReturnType) || method.Parameters.Any(parameter => parameter.RefKind == RefKind.Out && IsGiven(parameter.Type));

    private bool Fills(SyntaxNode declaration, CancellationToken cancellation) =>
        MethodOf(declaration, cancellation) is not { } method
        || method.Parameters.Any(parameter => GivenElements.ElementOf(parameter.Type) is { } element && IsGivenAsOne(element));

    // Inference looks at the declared type, which for a T without constraints says nothing; and nobody releases a task. Nothing
    // here may look into bodies: the answers outlive their edits.
    private bool IsGiven(ITypeSymbol type) =>
        _knowledge.Types.Awaited(type) is { } awaited && (IsGivenAsOne(awaited) || GivenElements.ElementOf(awaited) is { } element && IsGivenAsOne(element) || GivenParts.TupleOf(awaited, _knowledge.Types) is not null);

    private bool IsGivenAsOne(ITypeSymbol awaited) =>
        _knowledge.Types.TraitsOf(awaited) is { } traits
        && !(traits.Tier == ResourceTier.None && awaited.DeclaringSyntaxReferences.IsEmpty && awaited.HasFullName("System.Threading.Tasks.Task"));

    // What is passed as something else is not seen to be released, whatever the method does with it.
    private bool Takes(SyntaxNode declaration, CancellationToken cancellation) =>
        MethodOf(declaration, cancellation) is not { } method
        || method.Parameters.Any(parameter => MayBeResource(parameter.Type));

    private IMethodSymbol? MethodOf(SyntaxNode declaration, CancellationToken cancellation) =>
        _knowledge.Compilation.ContainsSyntaxTree(declaration.SyntaxTree)
            ? _knowledge.Compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation) as IMethodSymbol
            : null;

    // Who passes on what it is given to a method that releases it releases it as well.
    private bool Releases(ParameterFlow flow) => flow.Calls is not { } calls || calls.Any(IsReleaser) || calls.Any(_passingOn.Contains);

    private IEnumerable<string>? PassedOnFrom(string name)
    {
        List<string>? passed = null;
        foreach (ParameterFlow taker in TakersOf(name))
        {
            if (taker.Calls is not { } calls || calls.Any(IsReleaser))
                return null;
            (passed ??= new List<string>()).AddRange(calls);
        }

        return passed ?? Enumerable.Empty<string>();
    }

    private bool IsReleaser(string name) => _releasers.Contains(name) || _knowledge.Lines.SpeaksOfReleasing(name);

    // References of references too: what a method in one project does may be seen in another.
    private static List<Compilation> ProjectsOf(Compilation compilation)
    {
        var projects = new List<Compilation> { compilation };
        var seen = new HashSet<Compilation>(projects);
        for (int i = 0; i < projects.Count; i++)
            projects.AddRange(projects[i].References.OfType<CompilationReference>().Select(static reference => reference.Compilation).Where(seen.Add));
        return projects;
    }

    private static bool SpeaksOfTier(ContractFact fact) => fact.Verb == ContractVerb.Tier;
}
