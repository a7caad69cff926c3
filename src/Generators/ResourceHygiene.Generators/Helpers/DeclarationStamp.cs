using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Generators;

/// <summary>
/// Numbers that stay the same from one compilation to the next while what can be declared stays the same: text outside of
/// bodies, names of files, references, options. Typing in a method changes none; what depends on declarations only need not be worked
/// out again then.
/// </summary>
/// <remarks>Keeps nothing alive: everything is kept beside the compiler's own objects and goes with them. Safe for any thread.</remarks>
internal sealed class DeclarationStamp
{
    /// <summary>Beyond that most of a project hangs together, and looking for what does not is not worth it.</summary>
    private const int MaxFiles = 64;

    // Types of these names in the global namespace stand in the way of whatever is generated.
    private static readonly string[] s_alwaysMentioned = ["System", "ResourceHygiene"];

    private static readonly ConditionalWeakTable<Compilation, DeclarationStamp> s_compilations = new();
    private static readonly ConditionalWeakTable<object, StrongBox<ulong>> s_identities = new();
    private static long s_lastIdentity;

    private readonly FileDeclarations[] _files;
    private readonly FileDeclarations[] _withGlobalUsings;
    private readonly ulong _surroundings;
    private readonly ConcurrentDictionary<FileDeclarations, ulong> _near = new();
    private Dictionary<string, List<FileDeclarations>>? _filesByType;
    private StrongBox<ulong>? _namespaces;

    private DeclarationStamp(Compilation compilation, CancellationToken cancellationToken)
    {
        var stamp = new StampBuilder();
        stamp.Add(IdentityOf(compilation.Options));
        foreach (MetadataReference reference in compilation.References)
            stamp.Add(IdentityOf(reference));
        _surroundings = stamp.Value;

        _files = compilation.SyntaxTrees.Select(tree => FileDeclarations.Of(tree, cancellationToken)).ToArray();
        foreach (FileDeclarations file in _files)
            stamp.Add(file.Stamp);
        OfAll = stamp.Value;
        // Asked for once for each annotated declaration: looking through all files then would grow with the square of their number.
        _withGlobalUsings = _files.Where(static file => file.HasGlobalUsings).ToArray();
    }

    /// <summary>Changes with any declaration.</summary>
    public ulong OfAll { get; }

    public static DeclarationStamp Of(Compilation compilation, CancellationToken cancellationToken) =>
        s_compilations.TryGetValue(compilation, out DeclarationStamp? known)
            ? known
            : s_compilations.GetValue(compilation, created => new(created, cancellationToken));

    /// <summary>
    /// Changes with any declaration that those in a file can depend on: what they name, what that names, and so on. Goes by simple
    /// names wherever they stand, so that it is too much at times and never too little.
    /// </summary>
    public ulong OfWhatIsNamedIn(SyntaxTree tree, CancellationToken cancellationToken) =>
        _near.GetOrAdd(FileDeclarations.Of(tree, cancellationToken), Follow);

    private ulong Follow(FileDeclarations start)
    {
        Dictionary<string, List<FileDeclarations>> filesByType = _filesByType ??= FilesByType();
        var reached = new HashSet<FileDeclarations>();
        var pending = new Queue<FileDeclarations>();
        Reach(start);
        foreach (FileDeclarations file in _withGlobalUsings)
            Reach(file);

        foreach (string name in s_alwaysMentioned)
            ReachAll(name);

        var stamp = new StampBuilder();
        stamp.Add(_surroundings);
        stamp.Add(NamespacesStamp());
        while (pending.Count > 0)
        {
            if (reached.Count > MaxFiles)
                return OfAll;

            FileDeclarations file = pending.Dequeue();
            stamp.Add(file.Stamp);
            foreach (string name in file.Mentions)
                ReachAll(name);
        }

        return stamp.Value;

        void Reach(FileDeclarations file)
        {
            if (reached.Add(file))
                pending.Enqueue(file);
        }

        void ReachAll(string name)
        {
            if (!filesByType.TryGetValue(name, out List<FileDeclarations>? declaring))
                return;

            foreach (FileDeclarations file in declaring)
                Reach(file);
        }
    }

    private Dictionary<string, List<FileDeclarations>> FilesByType()
    {
        var filesByType = new Dictionary<string, List<FileDeclarations>>(StringComparer.Ordinal);
        foreach (FileDeclarations file in _files)
        {
            foreach (string type in file.Types)
            {
                if (!filesByType.TryGetValue(type, out List<FileDeclarations>? files))
                    filesByType.Add(type, files = []);
                files.Add(file);
            }
        }

        return filesByType;
    }

    /// <summary>That there is a namespace, and not what is in it, may change how a name is understood anywhere.</summary>
    private ulong NamespacesStamp()
    {
        if (_namespaces is { } known)
            return known.Value;

        var stamp = new StampBuilder();
        foreach (string space in _files.SelectMany(static file => file.Namespaces).Distinct(StringComparer.Ordinal).OrderBy(static space => space, StringComparer.Ordinal))
            stamp.Add(HintNames.Hash(space));
        _namespaces = new(stamp.Value);
        return stamp.Value;
    }

    // References and options are compared as objects: hosts keep them from edit to edit, and a number stands for one
    // without holding it, which a project reference's whole compilation would hang on.
    private static ulong IdentityOf(object item) =>
        s_identities.GetValue(item, static _ => new((ulong)Interlocked.Increment(ref s_lastIdentity))).Value;
}
