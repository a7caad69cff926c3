namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>
/// Names of methods in source that may hand out memory, a handle or a rented buffer: by its type that is no resource, so
/// something in the method, or in what that calls, must be known to give it.
/// </summary>
internal static class RawGivers
{
    /// <param name="givers">Methods that have a result, by name.</param>
    /// <param name="aliases">Names that directives give to types.</param>
    /// <param name="isStated">Whether something of this name is known to give what a family of methods releases.</param>
    public static HashSet<string> Among(Dictionary<string, List<Giver>> givers, HashSet<string> aliases, Func<string, bool> isStated)
    {
        List<Giver> waiting = givers.SelectMany(static named => named.Value).Where(giver => giver.LooksRaw || Array.Exists(giver.TypeNames, aliases.Contains)).ToList();
        var answers = new Dictionary<string, bool>(StringComparer.Ordinal);
        var found = new HashSet<string>(StringComparer.Ordinal);
        // Who hands on what it is given by one that was found is one as well.
        int before;
        do
        {
            before = found.Count;
            waiting.RemoveAll(IsFound);
        }
        while (found.Count > before);

        return found;

        bool IsFound(Giver giver)
        {
            if (!Array.Exists(giver.Mentions, Gives))
                return false;
            found.Add(giver.Name);
            return true;
        }

        bool Gives(string mentioned)
        {
            if (found.Contains(mentioned))
                return true;
            if (!answers.TryGetValue(mentioned, out bool known))
                answers.Add(mentioned, known = isStated(mentioned));
            return known;
        }
    }
}
