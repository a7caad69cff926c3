using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>
/// What the types in signatures mean: one and the same object for all compilations that differ in nothing but bodies, so that
/// what was found out about signatures outlives an edit of a body. Thread-safe; keeps no compilation, tree or reference alive.
/// </summary>
internal sealed class DeclarationState
{
    private readonly ImmutableArray<DeclarationStamp> _stamps;
    private readonly ImmutableArray<(WeakReference<object> Target, MetadataReferenceProperties Properties)> _references;
    private readonly ImmutableArray<ContractFile> _contracts;
    // Name, number of own blocks and options of the compilation; what is configured for it.
    private readonly (string?, int, OutputKind, MetadataImportOptions, bool, string) _rest;

    private DeclarationState(
        ImmutableArray<DeclarationStamp> stamps, ImmutableArray<MetadataReference> references, ImmutableArray<ContractFile> contracts,
        (string?, int, OutputKind, MetadataImportOptions, bool, string) rest)
    {
        _stamps = stamps;
        _references = references.Select(static reference => (new WeakReference<object>(TargetOf(reference)), reference.Properties)).ToImmutableArray();
        _contracts = contracts;
        _rest = rest;
    }

    /// <summary>Whether a type is called that.</summary>
    public ConcurrentDictionary<string, bool> TypeNames { get; } = new(StringComparer.Ordinal);

    /// <param name="knowledge">What is known about the compilation.</param>
    /// <param name="own">Its files.</param>
    /// <param name="others">The files of projects that it references as source.</param>
    public static DeclarationState Of(OwnershipKnowledge knowledge, ImmutableArray<OutlineBlock> own, ImmutableArray<OutlineBlock> others)
    {
        Compilation compilation = knowledge.Compilation;
        ImmutableArray<DeclarationStamp> stamps = own.AddRange(others).Select(static block => block.Declared).ToImmutableArray();
        ImmutableArray<MetadataReference> references = compilation.References.ToImmutableArray();
        (string?, int, OutputKind, MetadataImportOptions, bool, string) rest =
            (compilation.AssemblyName, own.Length, compilation.Options.OutputKind, compilation.Options.MetadataImportOptions, knowledge.Types.PrecedesGenerators, knowledge.Settings.Text);
        if (stamps.IsEmpty)
            return new DeclarationState(stamps, references, knowledge.ContractFiles, rest);
        if (stamps[0].States.FirstOrDefault(IsThis) is { } known)
            return known;
        var made = new DeclarationState(stamps, references, knowledge.ContractFiles, rest);
        stamps[0].Remember(made);
        return made;

        bool IsThis(DeclarationState state) =>
            state._rest.Equals(rest) && state._stamps.SequenceEqual(stamps) && state._contracts.SequenceEqual(knowledge.ContractFiles) && state.IsAbout(references);
    }

    private bool IsAbout(ImmutableArray<MetadataReference> references)
    {
        if (references.Length != _references.Length)
            return false;
        for (int i = 0; i < references.Length; i++)
        {
            if (!_references[i].Target.TryGetTarget(out object? target) || target != TargetOf(references[i]) || !_references[i].Properties.Equals(references[i].Properties))
                return false;
        }

        return true;
    }

    // A compilation makes a new reference to it whenever it is asked for one.
    private static object TargetOf(MetadataReference reference) => reference is CompilationReference project ? project.Compilation : reference;
}

/// <summary>What some files declare, bodies aside; two of them are the same if they are the same object.</summary>
internal sealed class DeclarationStamp
{
    // The files of a project may have different settings, and an IDE may look at several versions of it in turn.
    private const int MaxStates = 4;

    private ImmutableArray<DeclarationState> _states = ImmutableArray<DeclarationState>.Empty;

    /// <summary>The latest states of compilations that begin with these files.</summary>
    public ImmutableArray<DeclarationState> States => _states;

    public void Remember(DeclarationState state) => ImmutableInterlocked.Update(
        ref _states, static (states, state) => (states.Length < MaxStates ? states : states.RemoveAt(0)).Add(state), state);
}
