using System.Collections.Concurrent;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>
/// Names of methods in source that may hand out memory, a handle or a rented buffer: by its type that is no resource, so
/// something in the method, or in what that calls, must be known to give it. Thread-safe; memoised for one compilation.
/// </summary>
internal sealed class RawGivers
{
    private readonly Func<string, IEnumerable<Giver>> _giversOf;
    private readonly HashSet<string> _aliases;
    private readonly Func<string, bool> _isStated;
    private readonly ConcurrentDictionary<string, bool> _stated = new(StringComparer.Ordinal);
    private readonly NameClosure _handingOut;

    /// <param name="giversOf">Methods of a name that have a result.</param>
    /// <param name="aliases">Names that directives give to types.</param>
    /// <param name="isStated">Whether something of this name is known to give what a family of methods releases.</param>
    public RawGivers(Func<string, IEnumerable<Giver>> giversOf, HashSet<string> aliases, Func<string, bool> isStated)
    {
        _giversOf = giversOf;
        _aliases = aliases;
        _isStated = isStated;
        _handingOut = new NameClosure(HandedOnFrom);
    }

    /// <summary>True when a method of this name may hand out such.</summary>
    public bool Contains(string name) => _handingOut.Contains(name);

    // Who hands on what it is given by one that hands it out does so as well.
    private IEnumerable<string>? HandedOnFrom(string name)
    {
        List<string>? mentioned = null;
        foreach (Giver giver in _giversOf(name))
        {
            if (!LooksRaw(giver))
                continue;
            if (Array.Exists(giver.Mentions, IsStated))
                return null;
            (mentioned ??= new List<string>()).AddRange(giver.Mentions);
        }

        return mentioned ?? Enumerable.Empty<string>();
    }

    private bool IsStated(string name) => _stated.TryGetValue(name, out bool known) ? known : _stated.GetOrAdd(name, _isStated);

    private bool LooksRaw(Giver giver) => giver.LooksRaw || Array.Exists(giver.TypeNames, _aliases.Contains);
}
