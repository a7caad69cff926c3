using System.Collections.Concurrent;

namespace ResourceHygiene;

/// <summary>All counters of a tracker: by type, and bytes by location.</summary>
internal sealed class TrackerAccounts
{
    private readonly ConcurrentDictionary<string, TypeAccount> _types = new(StringComparer.Ordinal);
    private readonly object _growth = new();
    private LocationAccount[] _locations = [new()];

    public IEnumerable<TypeAccount> Types => _types.Select(static pair => pair.Value);

    /// <summary>The account of a type; the one last used in a slot is likely to be it.</summary>
    public TypeAccount Of(string type, TypeAccount? guess) =>
        ReferenceEquals(guess?.Type, type) ? guess : _types.GetOrAdd(type, static key => new TypeAccount(key));

    public TypeAccount? Find(string type) => _types.GetValueOrDefault(type);

    public void AddBytes(TypeAccount account, ResourceLocation location, long difference)
    {
        if (difference == 0)
            return;

        account.AddBytes(difference);
        Interlocked.Add(ref At(location).Bytes, difference);
    }

    /// <summary>Moves an entry's bytes; the type's total sees only the difference.</summary>
    public void MoveBytes(TypeAccount account, (long Bytes, ResourceLocation Location) from, (long Bytes, ResourceLocation Location) to)
    {
        account.AddBytes(to.Bytes - from.Bytes);
        Interlocked.Add(ref At(to.Location).Bytes, to.Bytes);
        Interlocked.Add(ref At(from.Location).Bytes, -from.Bytes);
    }

    public long BytesAt(ResourceLocation location)
    {
        var locations = Volatile.Read(ref _locations);
        return location.Code < locations.Length ? Volatile.Read(ref locations[location.Code].Bytes) : 0;
    }

    private LocationAccount At(ResourceLocation location)
    {
        var locations = Volatile.Read(ref _locations);
        return location.Code < locations.Length ? locations[location.Code] : Grow(location.Code);
    }

    private LocationAccount Grow(int code)
    {
        lock (_growth)
        {
            if (code >= _locations.Length)
            {
                var grown = new LocationAccount[code + 1];
                for (var i = 0; i < grown.Length; i++)
                    grown[i] = i < _locations.Length ? _locations[i] : new LocationAccount();
                Volatile.Write(ref _locations, grown);
            }
            return _locations[code];
        }
    }

    private sealed class LocationAccount
    {
        public long Bytes;
    }
}
