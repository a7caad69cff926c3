namespace ResourceHygiene;

/// <summary>
/// What the garbage collector found at its last collection. Asks it only when there was one: the answer costs 288 bytes and
/// does not change in between. For any thread.
/// </summary>
internal sealed class LastCollection
{
    private volatile Findings? _findings;

    public Findings Read(TimeProvider time)
    {
        var now = time.GetTimestamp();
        var known = _findings;
        var collections = GC.CollectionCount(0);
        if (known is not null && known.Collections == collections)
        {
            // No collection up to now, so what comes next comes later.
            Volatile.Write(ref known.LookedAt, now);
            return known;
        }

        var info = GC.GetGCMemoryInfo(GCKind.Any);
        var found = new Findings
        {
            Collections = collections,
            // Some time after the previous look. The earlier moment: a sample must not look newer than it is.
            TakenAt = known is null ? now : Volatile.Read(ref known.LookedAt),
            LookedAt = now,
            MemoryLoad = info.MemoryLoadBytes,
            HighMemoryLoad = info.HighMemoryLoadThresholdBytes,
            Available = info.TotalAvailableMemoryBytes,
            HeapSize = info.HeapSizeBytes,
        };
        _findings = found;
        return found;
    }

    public sealed class Findings
    {
        public long LookedAt;

        public int Collections { get; init; }

        public long TakenAt { get; init; }

        public long MemoryLoad { get; init; }

        public long HighMemoryLoad { get; init; }

        public long Available { get; init; }

        public long HeapSize { get; init; }
    }
}
