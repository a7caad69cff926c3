using System.Collections.Immutable;

namespace ResourceHygiene.Runtime.Benchmarks.Rows;

/// <summary>
/// Many resources of a few types, priorities, sizes and ages. The peer is what one would write by hand, and what the
/// original did: a key for each resource, and a sort of all. It is spared reading the tracker: the snapshot is given.
/// </summary>
internal sealed class PolicyBench
{
    private static readonly string[] s_types =
        [ResourceTypes.RenderCache, ResourceTypes.TempBuffers, ResourceTypes.AudioCache, ResourceTypes.ModelWeights, ResourceTypes.SubtitleIndex, "other"];

    private static readonly ReleaseDemand s_demand = new() { Location = ResourceLocation.Host, Bytes = long.MaxValue };

    private readonly List<object> _alive = [];
    private readonly ReleasePrioritizer _tree = new();
    private readonly ReleasePrioritizer _score = new(ReleasePolicy.WeightedScore);
    private readonly ReleaseVerdict[] _verdicts = new ReleaseVerdict[100];
    private readonly ResourceTracker _tracker;
    private readonly ImmutableArray<ResourceInfo> _snapshot;
    private readonly Key[] _keys;

    public PolicyBench(int count)
    {
        var clock = new SteppedClock();
        _tracker = new ResourceTracker(clock);
        var random = new Random(17);
        for (var i = 0; i < count; i++)
        {
            var resource = new object();
            _alive.Add(resource);
            clock.Milliseconds = random.Next(1_000_000);
            _tracker.Register(resource, new()
            {
                Type = s_types[random.Next(s_types.Length)],
                Bytes = 1 + random.Next(100_000_000),
                Priority = (ReleasePriority)random.Next(-1, 3),
            });
        }
        clock.Milliseconds = 1_000_000;
        _snapshot = _tracker.Snapshot();
        _keys = new Key[count];
    }

    public void First(int victims) => Expect(_tree.First(_tracker, s_demand, _verdicts.AsSpan(0, victims)), victims);

    public void FirstByScore() => Expect(_score.First(_tracker, s_demand, _verdicts.AsSpan(0, 1)), 1);

    public void Sort()
    {
        for (var i = 0; i < _snapshot.Length; i++)
        {
            ref readonly var resource = ref _snapshot.ItemRef(i);
            var profile = _tree.Policy.ProfileOf(resource.Type);
            _keys[i] = new Key
            {
                IsExpired = resource.Idle > profile.Retention,
                Priority = (int)resource.Priority,
                Rank = profile.Rank,
                Idle = resource.Idle.Ticks,
                Bytes = resource.Bytes,
                Uses = resource.Uses,
                Index = i,
            };
        }
        Array.Sort(_keys);
    }

    private static void Expect(int found, int expected)
    {
        if (found != expected)
            throw new InvalidOperationException($"{found} victims were found instead of {expected}.");
    }

    private struct Key : IComparable<Key>
    {
        public bool IsExpired;
        public int Priority;
        public int Rank;
        public long Idle;
        public long Bytes;
        public int Uses;
        public int Index;

        public readonly int CompareTo(Key other)
        {
            var order = other.IsExpired.CompareTo(IsExpired);
            if (order == 0)
                order = Priority.CompareTo(other.Priority);
            if (order == 0)
                order = Rank.CompareTo(other.Rank);
            if (order == 0)
                order = other.Idle.CompareTo(Idle);
            if (order == 0)
                order = other.Bytes.CompareTo(Bytes);
            if (order == 0)
                order = Uses.CompareTo(other.Uses);
            return order == 0 ? Index.CompareTo(other.Index) : order;
        }
    }

    /// <summary>Stands where it was put.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        public long Milliseconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Milliseconds;
    }
}
