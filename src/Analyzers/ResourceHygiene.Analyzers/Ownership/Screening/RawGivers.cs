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
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <param name="giversOf">Methods of a name that have a result.</param>
    /// <param name="aliases">Names that directives give to types.</param>
    /// <param name="isStated">Whether something of this name is known to give what a family of methods releases.</param>
    public RawGivers(Func<string, IEnumerable<Giver>> giversOf, HashSet<string> aliases, Func<string, bool> isStated)
    {
        _giversOf = giversOf;
        _aliases = aliases;
        _isStated = isStated;
    }

    /// <summary>True when a method of this name may hand out such.</summary>
    public bool Contains(string name)
    {
        if (_known.TryGetValue(name, out bool known))
            return known;
        // Who hands on what it is given by one that hands it out does so as well.
        var seen = new HashSet<string>(StringComparer.Ordinal) { name };
        var pending = new Stack<string>();
        pending.Push(name);
        while (pending.Count > 0)
        {
            foreach (Giver giver in _giversOf(pending.Pop()).Where(LooksRaw))
            {
                foreach (string mentioned in giver.Mentions)
                {
                    bool isKnown = _known.TryGetValue(mentioned, out bool gives);
                    if (gives || (_stated.TryGetValue(mentioned, out bool stated) ? stated : _stated.GetOrAdd(mentioned, _isStated)))
                        return _known[name] = true;
                    if (!isKnown && seen.Add(mentioned))
                        pending.Push(mentioned);
                }
            }
        }

        // Everything that can be reached was looked at.
        foreach (string harmless in seen)
            _known[harmless] = false;
        return false;
    }

    private bool LooksRaw(Giver giver) => giver.LooksRaw || Array.Exists(giver.TypeNames, _aliases.Contains);
}
