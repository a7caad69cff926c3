using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>
/// The outlines of some neighbouring files of a project, joined. After an edit only the block around the file is joined again;
/// the others are found by their trees. Immutable once made; kept by nothing but the trees at its ends.
/// </summary>
internal sealed class OutlineBlock
{
    // About the root of what a large project has, so that neither joining one nor asking all takes long.
    private const int MaxSize = 32;

    // Under both ends, so that the block before an edit is found whichever file of it was edited.
    private static readonly ConditionalWeakTable<SyntaxTree, Latest> s_latest = new();

    private static readonly List<Giver> s_noGivers = new();
    private static readonly List<AskedDeclaration> s_noFillers = new();
    private static readonly List<ParameterFlow> s_noTakers = new();

    private readonly SyntaxTree[] _trees;
    private readonly Dictionary<string, List<Giver>> _givers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<AskedDeclaration>> _fillers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ParameterFlow>> _takers = new(StringComparer.Ordinal);

    private OutlineBlock(SyntaxTree[] trees, OutlineBlock? before, CancellationToken cancellation)
    {
        _trees = trees;
        foreach (SyntaxTree tree in trees)
        {
            cancellation.ThrowIfCancellationRequested();
            FileOutline outline = FileOutline.Of(tree, cancellation);
            DefiesScreening |= outline.DefiesScreening;
            HasGlobalUsingStatic |= outline.HasGlobalUsingStatic;
            Aliases.UnionWith(outline.Aliases);
            TypeParameters.UnionWith(outline.TypeParameters);
            Releasers.UnionWith(outline.Releasers);
            Stated.UnionWith(outline.Stated);
            Imports.AddRange(outline.Imports);
            Properties.AddRange(outline.Properties);
            foreach ((string name, ParameterFlow flow) in outline.Takers)
            {
                Add(_takers, name, flow);
                if (flow.IsExtension)
                    Extensions.Add(name);
            }

            foreach (Giver giver in outline.Givers)
                Add(_givers, giver.Name, giver);
            foreach ((string name, AskedDeclaration filler) in outline.Fillers)
                Add(_fillers, name, filler);
        }

        Declared = before is not null && before.DeclaresTheSame(trees) ? before.Declared : new DeclarationStamp();
    }

    /// <inheritdoc cref="FileOutline.DefiesScreening"/>
    public bool DefiesScreening { get; }

    /// <inheritdoc cref="FileOutline.HasGlobalUsingStatic"/>
    public bool HasGlobalUsingStatic { get; }

    /// <inheritdoc cref="FileOutline.Aliases"/>
    public HashSet<string> Aliases { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc cref="FileOutline.TypeParameters"/>
    public HashSet<string> TypeParameters { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc cref="FileOutline.Releasers"/>
    public HashSet<string> Releasers { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc cref="FileOutline.Stated"/>
    public HashSet<string> Stated { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of extension methods among the takers.</summary>
    public HashSet<string> Extensions { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc cref="FileOutline.Imports"/>
    public List<(string Name, string EntryPoint)> Imports { get; } = new();

    /// <inheritdoc cref="FileOutline.Properties"/>
    public List<PropertyDeclarationSyntax> Properties { get; } = new();

    /// <summary>The same object as long as nothing but bodies changes in these files.</summary>
    public DeclarationStamp Declared { get; }

    /// <inheritdoc cref="FileOutline.Givers"/>
    public List<Giver> GiversOf(string name) => _givers.TryGetValue(name, out List<Giver>? found) ? found : s_noGivers;

    /// <inheritdoc cref="FileOutline.Fillers"/>
    public List<AskedDeclaration> FillersOf(string name) => _fillers.TryGetValue(name, out List<AskedDeclaration>? found) ? found : s_noFillers;

    /// <inheritdoc cref="FileOutline.Takers"/>
    public List<ParameterFlow> TakersOf(string name) => _takers.TryGetValue(name, out List<ParameterFlow>? found) ? found : s_noTakers;

    /// <summary>All files of a project, in blocks.</summary>
    public static ImmutableArray<OutlineBlock> Of(Compilation project, CancellationToken cancellation)
    {
        SyntaxTree[] trees = project.SyntaxTrees.ToArray();
        // Of about the same size: a block of one file would not be found after an edit.
        int count = (trees.Length + MaxSize - 1) / MaxSize;
        var blocks = ImmutableArray.CreateBuilder<OutlineBlock>(count);
        for (int i = 0; i < count; i++)
        {
            int start = (int)((long)i * trees.Length / count), end = (int)((long)(i + 1) * trees.Length / count);
            blocks.Add(Of(new ArraySegment<SyntaxTree>(trees, start, end - start).ToArray(), cancellation));
        }

        return blocks.MoveToImmutable();
    }

    private static OutlineBlock Of(SyntaxTree[] trees, CancellationToken cancellation)
    {
        SyntaxTree first = trees[0], last = trees[trees.Length - 1];
        OutlineBlock? byFirst = LatestAt(first), byLast = LatestAt(last);
        if (byFirst?.Holds(trees) == true)
            return byFirst;
        if (byLast?.Holds(trees) == true)
            return byLast;
        var block = new OutlineBlock(trees, byFirst ?? byLast, cancellation);
        // Where files were added or removed the ends of blocks shift: what was an end must not keep the files of then alive.
        foreach (SyntaxTree tree in trees)
            s_latest.Remove(tree);
        s_latest.GetOrCreateValue(first).Block = block;
        s_latest.GetOrCreateValue(last).Block = block;
        return block;
    }

    private static OutlineBlock? LatestAt(SyntaxTree tree) => s_latest.TryGetValue(tree, out Latest? latest) ? latest.Block : null;

    private bool Holds(SyntaxTree[] trees) => IsPairwise(trees, static (mine, other) => ReferenceEquals(mine, other));

    private bool DeclaresTheSame(SyntaxTree[] trees) => IsPairwise(trees, static (mine, other) =>
        ReferenceEquals(mine, other)
        || (mine.FilePath == other.FilePath && mine.Options.Equals(other.Options) && SyntaxFactory.AreEquivalent(mine, other, topLevel: true)));

    private bool IsPairwise(SyntaxTree[] trees, Func<SyntaxTree, SyntaxTree, bool> isSame)
    {
        if (trees.Length != _trees.Length)
            return false;
        for (int i = 0; i < trees.Length; i++)
        {
            if (!isSame(_trees[i], trees[i]))
                return false;
        }

        return true;
    }

    private static void Add<T>(Dictionary<string, List<T>> all, string name, T item)
    {
        if (!all.TryGetValue(name, out List<T>? items))
            all.Add(name, items = new List<T>());
        items.Add(item);
    }

    private sealed class Latest
    {
        private volatile OutlineBlock? _block;

        public OutlineBlock? Block { get => _block; set => _block = value; }
    }
}
