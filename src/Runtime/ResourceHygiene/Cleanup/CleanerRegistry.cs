using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>The registered cleaners, always in an order in which they can run: a registration that has none is refused.</summary>
internal sealed class CleanerRegistry
{
    private readonly object _gate = new();
    private ImmutableArray<Cleaner> _registered = [];
    private ImmutableArray<Cleaner> _ordered = [];

    /// <summary>By level, within a level by what comes after what, then by priority, then by age.</summary>
    public ImmutableArray<Cleaner> Ordered
    {
        get
        {
            lock (_gate)
                return _ordered;
        }
    }

    /// <summary>
    /// Takes in what assemblies declared, one by one. Names that it comes after need not be there: their assembly may be loaded
    /// later, or never.
    /// </summary>
    /// <returns>Those that cannot be registered, and why.</returns>
    public ImmutableArray<(Cleaner Cleaner, ArgumentException Why)> AdoptDeclared()
    {
        var refused = ImmutableArray<(Cleaner, ArgumentException)>.Empty;
        lock (_gate)
        {
            while (DeclaredCleaners.TryTake(out var cleaner))
            {
                try
                {
                    ThrowIfIncomplete(cleaner);
                    var together = _registered.Add(cleaner);
                    ThrowIfImpossible(together, added: []);
                    _ordered = Order(together);
                    _registered = together;
                }
                catch (ArgumentException exception)
                {
                    refused = refused.Add((cleaner, exception));
                }
            }
        }
        return refused;
    }

    public IDisposable Add(ImmutableArray<Cleaner> cleaners)
    {
        foreach (var cleaner in cleaners)
            ThrowIfIncomplete(cleaner);

        lock (_gate)
        {
            var together = _registered.AddRange(cleaners);
            ThrowIfImpossible(together, cleaners);
            _ordered = Order(together);
            _registered = together;
        }
        return new Registration(this, cleaners);
    }

    private static void ThrowIfIncomplete(Cleaner cleaner)
    {
        if (cleaner is null)
            throw new ArgumentNullException(nameof(cleaner), "A cleaner is null.");
        if (string.IsNullOrEmpty(cleaner.Name))
            throw new ArgumentException("A cleaner has no name.", nameof(cleaner));
        if (!Enum.IsDefined(cleaner.Level))
            throw new ArgumentOutOfRangeException(nameof(cleaner), cleaner.Level, $"Cleaner '{cleaner.Name}' has no level from Low to Critical.");
        if (cleaner.Clean is null && cleaner.CleanAsync is null)
            throw new ArgumentException($"Cleaner '{cleaner.Name}' has neither {nameof(Cleaner.Clean)} nor {nameof(Cleaner.CleanAsync)}.", nameof(cleaner));
    }

    private static void ThrowIfImpossible(ImmutableArray<Cleaner> together, ImmutableArray<Cleaner> added)
    {
        var byName = new Dictionary<string, Cleaner>(StringComparer.Ordinal);
        foreach (var cleaner in together)
        {
            if (!byName.TryAdd(cleaner.Name, cleaner))
                throw new ArgumentException($"A cleaner named '{cleaner.Name}' is registered already. Dispose its registration first, or choose another name.", nameof(added));
        }

        // Of those registered before, names may have gone meanwhile; they then have nobody to come after.
        foreach (var cleaner in added)
        {
            foreach (var name in NamesBefore(cleaner))
            {
                if (!byName.ContainsKey(name))
                    throw new ArgumentException($"Cleaner '{cleaner.Name}' comes after '{name}', which is not registered. Register '{name}' first or together with it.", nameof(added));
            }
        }
        foreach (var cleaner in together)
        {
            foreach (var name in NamesBefore(cleaner))
            {
                if (byName.TryGetValue(name, out var earlier) && earlier.Level > cleaner.Level)
                    throw new ArgumentException($"Cleaner '{cleaner.Name}' ({cleaner.Level}) comes after '{name}', whose level is higher ({earlier.Level}): at {cleaner.Level} it would run without it.", nameof(added));
            }
        }
    }

    private static ImmutableArray<string> NamesBefore(Cleaner cleaner) => cleaner.After.IsDefault ? [] : cleaner.After;

    private static ImmutableArray<Cleaner> Order(ImmutableArray<Cleaner> cleaners)
    {
        var waiting = cleaners.OrderBy(static cleaner => cleaner.Level).ThenByDescending(static cleaner => cleaner.Priority).ToList();
        var ordered = ImmutableArray.CreateBuilder<Cleaner>(cleaners.Length);
        while (waiting.Count > 0)
        {
            var next = waiting.FindIndex(cleaner => FirstBefore(cleaner, waiting) is null);
            if (next < 0)
                throw new ArgumentException($"Cleaners come after each other in a circle: {Circle(waiting)}.", nameof(cleaners));

            ordered.Add(waiting[next]);
            waiting.RemoveAt(next);
        }
        return ordered.MoveToImmutable();
    }

    private static Cleaner? FirstBefore(Cleaner cleaner, List<Cleaner> waiting) =>
        waiting.Find(other => NamesBefore(cleaner).Contains(other.Name, StringComparer.Ordinal));

    /// <summary>All of them wait for another: going from each to the one it waits for ends up in a circle.</summary>
    private static string Circle(List<Cleaner> waiting)
    {
        var path = new List<string>();
        var at = waiting[0];
        while (!path.Contains(at.Name))
        {
            path.Add(at.Name);
            at = FirstBefore(at, waiting)!;
        }
        return string.Join(" after ", path.Skip(path.IndexOf(at.Name)).Append(at.Name).Select(static name => $"'{name}'"));
    }

    private void Remove(ImmutableArray<Cleaner> cleaners)
    {
        lock (_gate)
        {
            _registered = _registered.RemoveRange(cleaners, ReferenceEqualityComparer.Instance);
            _ordered = _ordered.RemoveRange(cleaners, ReferenceEqualityComparer.Instance);
        }
    }

    private sealed class Registration(CleanerRegistry registry, ImmutableArray<Cleaner> cleaners) : IDisposable
    {
        private int _isDisposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
                registry.Remove(cleaners);
        }
    }
}
