using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>The types that turn up in one run, with their profiles. Kept from run to run, so that it allocates nothing once warm.</summary>
internal sealed class VictimTypes
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private Entry[] _entries = new Entry[16];

    /// <summary>By the ordinal of the tracker's account: the index plus 1.</summary>
    private int[] _byOrdinal = new int[16];
    private ReleasePolicy? _policy;
    private ResourceTracker? _tracker;
    private int _count;

    public ref Entry this[int index] => ref _entries[index];

    public void Begin(ReleasePolicy policy, ResourceTracker? tracker)
    {
        if (!ReferenceEquals(tracker, _tracker))
        {
            Array.Clear(_byOrdinal);
            _tracker = tracker;
        }
        if (!ReferenceEquals(policy, _policy))
        {
            _indexes.Clear();
            Array.Clear(_entries);
            Array.Clear(_byOrdinal);
            _count = 0;
            _policy = policy;
        }
        for (var i = 0; i < _count; i++)
            _entries[i].Live = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Of(string type)
    {
        // Names of types are mostly constants, and a tracker keeps one string for each.
        var entries = _entries;
        for (var i = 0; i < entries.Length && i < 8; i++)
        {
            if (ReferenceEquals(entries[i].Type, type))
                return i;
        }
        return Find(type);
    }

    /// <summary>The same, by what a tracker knows about the type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Of(TypeAccount account)
    {
        var known = _byOrdinal;
        var ordinal = account.Ordinal;
        return (uint)ordinal < (uint)known.Length && known[ordinal] is > 0 and var index ? index - 1 : Find(account);
    }

    private int Find(TypeAccount account)
    {
        if (account.Ordinal >= _byOrdinal.Length)
            Array.Resize(ref _byOrdinal, Math.Max(account.Ordinal + 1, 2 * _byOrdinal.Length));
        var index = Find(account.Type);
        _byOrdinal[account.Ordinal] = index + 1;
        return index;
    }

    private int Find(string type)
    {
        if (_indexes.TryGetValue(type, out var index))
            return index;

        if (_count == _entries.Length)
            Array.Resize(ref _entries, _count * 2);
        var profile = _policy!.ProfileOf(type);
        _entries[_count] = new Entry
        {
            Type = type,
            Profile = profile,
            RetentionTicks = profile.Retention.Ticks,
            IdleShare = 0.5 / profile.Retention.Ticks,
            Rank = profile.Rank,
            IsSpecial = profile.Incremental || profile.Threshold > 0,
            IsCounted = profile.KeepAtLeast > 0,
        };
        _indexes.Add(type, _count);
        return _count++;
    }

    internal struct Entry
    {
        public string Type;
        public ResourceTypeProfile Profile;
        public long RetentionTicks;

        /// <summary>Times an idle time, its share of twice the retention.</summary>
        public double IdleShare;
        public int Rank;

        /// <summary>Whether the profile has more to say about a resource than rank and retention.</summary>
        public bool IsSpecial;

        /// <summary>Whether some of the type have to stay.</summary>
        public bool IsCounted;

        /// <summary>Resources of the type that are there and on which no release has begun.</summary>
        public int Live;
    }
}
